import { catalogue } from '../../../i18n';

/** One short sentence a step: what to do, then why. `{key}` is filled by the component. */
const id = {
  'progress': 'Latihan · langkah {step} dari {steps}',
  'finished': 'Latihan selesai',
  'finished.hint': 'Semua yang baru Anda lakukan tercatat, dan bisa dilihat pengawas.',
  'again': 'Pilih peran lain',
  'next': 'Lanjut',
  'stop': 'Berhenti',
  'ring': 'Bunyikan panggilan latihan',

  'operator.start_shift': 'Tekan "Mulai jaga". Peramban baru boleh berbunyi setelah disentuh.',
  'operator.heard': 'Terdengar bunyinya? Tekan tombol yang ditunjuk.',
  'operator.ring': 'Bunyikan satu panggilan latihan, lalu lihat kolom kiri.',
  'operator.answer': 'Angkat panggilan yang berdering.',
  'operator.address': 'Lokasi dulu. Ketik alamat seperti yang disebut penelepon.',
  'operator.search': 'Cari kelurahan atau tempat yang dikenal penelepon.',
  'operator.place': 'Pilih dari daftar. Kelurahan saja sudah cukup untuk mengirim unit.',
  'operator.gate_sadar': 'Tanyakan: "Apakah pasien sadar?" Jawabannya: sadar.',
  'operator.gate_napas': 'Tanyakan: "Apakah napasnya normal?" Jawabannya: tidak normal.',
  'operator.card': 'Pilih kartu keluhan: sesak napas.',
  'operator.recommendation': 'Lihat siapa yang paling cepat tiba, dan alasannya. Bila setuju, tekan Lanjut.',
  'operator.send': 'Kirim. Tombolnya menyebut semua unit yang berangkat.',
  'operator.close': 'Unit sudah ditugaskan. Tutup panggilan sebagai kasus.',

  'crew.duty': 'Mulai jaga, supaya pusat tahu unit Anda siap.',
  'crew.duty_save': 'Pilih siapa yang jaga, lalu tekan Siap.',
  'crew.wait': 'Tunggu tugas. Tablet berbunyi bila ada yang masuk.',
  'crew.accept': 'Baca bahaya dan lokasi, lalu terima tugasnya.',
  'crew.depart': 'Roda berputar: tekan Berangkat.',
  'crew.arrive': 'Sampai di lokasi. Tanpa sinyal pun tombol ini boleh ditekan.',
  'crew.patient': 'Anda di sisi pasien.',
  'crew.transport': 'Bawa pasien.',
  'crew.destination': 'Pilih rumah sakit. IGD langsung dikabari.',
  'crew.at_destination': 'Tiba di rumah sakit.',
  'crew.clear': 'Serah terima selesai: tekan Selesai.',
  'crew.outcome': 'Pilih hasil akhirnya. Unit Anda siap lagi.',

  'hospital.wait': 'Tunggu ambulans yang mengabarkan kedatangannya.',
  'hospital.accept': 'Terima pasiennya. Kru melihat jawaban Anda saat itu juga.',
  'hospital.arrive': 'Perhatikan hitungan kedatangan. Lanjut bila sudah dibaca.',
  'hospital.acknowledge': 'Setelah pasien turun, tekan "Pasien diterima". Jam serah terima berhenti.',

  'supervisor.select': 'Pilih satu kejadian di papan.',
  'supervisor.read': 'Inilah catatan kejadiannya, dari dering pertama. Lanjut bila sudah dibaca.',
  'supervisor.reveal': 'Nama dan alamat tertutup. Tekan "Buka data" bila memang perlu.',
  'supervisor.reason': 'Tulis alasannya. Alasan ini ikut tercatat.',
  'supervisor.submit': 'Buka.',

  'coordinator.open': 'Pilih satu unit puskesmas Anda.',
  'coordinator.set': 'Atur keadaannya. Operator melihatnya saat itu juga.',
} as const;

export type GuideKey = keyof typeof id;

const en: Record<GuideKey, string> = {
  'progress': 'Practice · step {step} of {steps}',
  'finished': 'Practice done',
  'finished.hint': 'Everything you just did is recorded, and a supervisor can see it.',
  'again': 'Choose another role',
  'next': 'Next',
  'stop': 'Stop',
  'ring': 'Ring a practice call',

  'operator.start_shift': 'Press "Mulai jaga". A browser may only sound after a touch.',
  'operator.heard': 'Did you hear it? Press the button in the frame.',
  'operator.ring': 'Ring one practice call, then look at the left column.',
  'operator.answer': 'Answer the ringing call.',
  'operator.address': 'Place first. Type the address as the caller says it.',
  'operator.search': 'Look for the kelurahan or a place the caller knows.',
  'operator.place': 'Choose from the list. The kelurahan alone is enough to send a unit.',
  'operator.gate_sadar': 'Ask: "Is the patient conscious?" The answer: conscious.',
  'operator.gate_napas': 'Ask: "Is the breathing normal?" The answer: not normal.',
  'operator.card': 'Choose the complaint card: breathing difficulty.',
  'operator.recommendation': 'See who is there first, and why. If you agree, press Next.',
  'operator.send': 'Send. The button names every unit that goes.',
  'operator.close': 'Units are assigned. Close the call as a case.',

  'crew.duty': 'Start duty, so that the centre knows your unit is ready.',
  'crew.duty_save': 'Choose who is on, then press Available.',
  'crew.wait': 'Wait for a task. The tablet sounds when one comes.',
  'crew.accept': 'Read hazard and place, then accept the task.',
  'crew.depart': 'Wheels rolling: press Departing.',
  'crew.arrive': 'On scene. This button works without signal, too.',
  'crew.patient': 'You are with the patient.',
  'crew.transport': 'Take the patient.',
  'crew.destination': 'Choose the hospital. It is told at once.',
  'crew.at_destination': 'At the hospital.',
  'crew.clear': 'Handed over: press Clear.',
  'crew.outcome': 'Choose the outcome. Your unit is free again.',

  'hospital.wait': 'Wait for an ambulance to announce itself.',
  'hospital.accept': 'Accept the patient. The crew sees your answer at once.',
  'hospital.arrive': 'Watch the countdown. Press Next when you have read it.',
  'hospital.acknowledge': 'Once the patient is off, press "Pasien diterima". The offload clock stops.',

  'supervisor.select': 'Choose an incident on the board.',
  'supervisor.read': 'This is its log, from the first ring. Press Next when you have read it.',
  'supervisor.reveal': 'Names and addresses are masked. Press "Buka data" if you must.',
  'supervisor.reason': 'Type the reason. It is logged, too.',
  'supervisor.submit': 'Reveal.',

  'coordinator.open': 'Choose a unit of your puskesmas.',
  'coordinator.set': 'Set its duty. The operator sees it at once.',
};

export const t = catalogue({ id: id as Record<GuideKey, string>, en });
