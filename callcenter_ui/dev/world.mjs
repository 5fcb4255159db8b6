// An invented city for looking at screens without a server: names and places are made up around Tanjungpinang.

export const PSC = 'tanjungpinang';
const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
export const ago = (seconds) => iso(Date.now() - seconds * 1000);
export const ahead = (seconds) => iso(Date.now() + seconds * 1000);
export const now = () => iso(Date.now());

export const OPERATOR = { id: 'acc-operator', name: 'Dewi Anggraini' };
const SYSTEM = { id: 'system', name: 'sistem' };

const facility = (id, name, kind, lat, lon, verified = true) => ({ id, name, kind, lat, lon, verified, position: { lat, lon, verified }, hospital: kind === 'rs' ? { services: [{ id: 'igd' }] } : null });
const FACILITIES = [
  facility('psc', 'PSC 119 Km 5', 'psc', 0.9135, 104.4735),
  facility('rs-a', 'RSUD Kota', 'rs', 0.9302, 104.4472),
  facility('rs-b', 'RS Provinsi', 'rs', 0.8841, 104.5108),
  facility('rs-c', 'RS Angkatan Laut', 'rs', 0.9226, 104.4418, false),
  facility('pkm-1', 'Puskesmas Sei Jang', 'puskesmas', 0.9008, 104.4612),
  facility('pkm-2', 'Puskesmas Batu 10', 'puskesmas', 0.9171, 104.5037),
  facility('pkm-3', 'Puskesmas Tanjung Unggat', 'puskesmas', 0.9121, 104.4576),
  facility('pkm-4', 'Puskesmas Mekar Baru', 'puskesmas', 0.9362, 104.5086),
  facility('pkm-5', 'Puskesmas Melayu Kota Piring', 'puskesmas', 0.9452, 104.4706),
  facility('pkm-6', 'Puskesmas Kampung Bugis', 'puskesmas', 0.9571, 104.4383, false),
];
const KELURAHAN = [
  ['Tanjungpinang Kota', 'Tanjungpinang Kota', 0.9299, 104.4421], ['Penyengat', 'Tanjungpinang Kota', 0.9269, 104.4183],
  ['Kampung Bugis', 'Tanjungpinang Kota', 0.9589, 104.4369], ['Senggarang', 'Tanjungpinang Kota', 0.9731, 104.4462],
  ['Tanjungpinang Barat', 'Tanjungpinang Barat', 0.9213, 104.4452], ['Kemboja', 'Tanjungpinang Barat', 0.9236, 104.4507],
  ['Kampung Baru', 'Tanjungpinang Barat', 0.9162, 104.4482], ['Bukit Cermin', 'Tanjungpinang Barat', 0.9131, 104.4447],
  ['Sei Jang', 'Bukit Bestari', 0.8982, 104.4632], ['Tanjung Unggat', 'Bukit Bestari', 0.9083, 104.4566],
  ['Dompak', 'Bukit Bestari', 0.8561, 104.4783], ['Tanjungpinang Timur', 'Bukit Bestari', 0.9176, 104.4611],
  ['Tanjung Ayun Sakti', 'Bukit Bestari', 0.9052, 104.4708], ['Batu IX', 'Tanjungpinang Timur', 0.9098, 104.4983],
  ['Air Raja', 'Tanjungpinang Timur', 0.9321, 104.5177], ['Kampung Bulang', 'Tanjungpinang Timur', 0.9412, 104.4607],
  ['Melayu Kota Piring', 'Tanjungpinang Timur', 0.9431, 104.4749], ['Pinang Kencana', 'Tanjungpinang Timur', 0.9247, 104.4951],
].map(([name, kecamatan, lat, lon], index) => ({ code: `21.72.00.10${String(index).padStart(2, '0')}`, name, kecamatan, lat, lon }));

export const city = {
  id: 'tanjungpinang', name: 'Tanjungpinang', zone: 'Asia/Jakarta', bbox: [104.39, 0.82, 104.58, 1.0],
  hotlines: [{ id: 'rs_ambulans', name: 'Ambulans RS', number: '+6277121234', offers: ['ambulans'], verified: true }, { id: 'basarnas_115', name: 'Basarnas', number: '115', offers: ['kapal'], verified: true }, { id: 'polairud', name: 'Satpolairud', number: null, offers: ['kapal'], verified: false }], kelurahan: KELURAHAN, facilities: FACILITIES,
  piers: [
    { id: 'pier-kota', name: 'Pelantar Kota', verified: false, position: { lat: 0.9321, lon: 104.4381, verified: false } },
    { id: 'pier-penyengat', name: 'Dermaga Penyengat', verified: false, position: { lat: 0.9281, lon: 104.4212, verified: false } },
  ],
  boat_legs: [{ id: 'leg-1', from_pier: 'pier-kota', to_pier: 'pier-penyengat' }], channels: [{ id: '119', name: '119' }], training: false,
  outline: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: [
    [[[104.437, 0.934], [104.441, 0.944], [104.43, 0.958], [104.428, 0.975], [104.455, 0.985], [104.5, 0.97], [104.55, 0.96], [104.56, 0.91],
      [104.535, 0.86], [104.49, 0.835], [104.465, 0.845], [104.463, 0.875], [104.452, 0.893], [104.446, 0.907], [104.437, 0.918], [104.437, 0.934]]],
    [[[104.414, 0.926], [104.419, 0.931], [104.424, 0.928], [104.421, 0.924], [104.414, 0.926]]]] } }] },
  network: { label: 'Kerangka jalan utama', schematic: true, hash: 'mock', attribution: '© OpenStreetMap contributors' },
};

const road = (name, cls, coordinates, boat = false) => ({ type: 'Feature', properties: { class: cls, name, boat }, geometry: { type: 'LineString', coordinates } });
const near = (from) => [...KELURAHAN].sort((a, b) => (a.lat - from.lat) ** 2 + (a.lon - from.lon) ** 2 - (b.lat - from.lat) ** 2 - (b.lon - from.lon) ** 2).slice(1, 4);
export const network = { type: 'FeatureCollection', features: [
  road('Jalan Raya Km 1–12', 'primary', [[104.4421, 0.9299], [104.4507, 0.9236], [104.4611, 0.9176], [104.4735, 0.9135], [104.4983, 0.9098], [104.5108, 0.8841]]),
  road('Jalan Lingkar', 'secondary', [[104.4632, 0.8982], [104.4708, 0.9052], [104.4735, 0.9135], [104.4951, 0.9247], [104.5177, 0.9321]]),
  road('Penyeberangan Penyengat', 'ferry', [[104.4381, 0.9321], [104.4212, 0.9281]], true),
  ...KELURAHAN.flatMap((from) => near(from).map((to) => road(undefined, 'residential', [[from.lon, from.lat], [to.lon, to.lat]]))),
] };

const unit = (id, name, kind, facilityId, capabilities, fields = {}) => ({
  id, name, kind, mode: kind === 'kapal' ? 'kapal' : kind === 'trc' ? 'motor' : 'ambulans', facility_id: facilityId, capabilities,
  verified: true, note: null, duty: 'available', duty_reason: null, duty_since: ago(9000), duty_by: SYSTEM,
  crew: [{ person_id: `p-${id}`, name: 'Rahmat', grade: 'perawat' }], task_id: null, incident_id: null, incident_code: null, busy_since: null, busy_by: null, ...fields,
});
export const units = [
  unit('psc-1', 'PSC 1', 'ambulans', 'psc', ['ambulans', 'als', 'aed', 'oksigen']),
  unit('amb-1', 'Ambulans Sei Jang', 'ambulans', 'pkm-1', ['ambulans', 'oksigen']),
  unit('amb-2', 'Ambulans Batu 10', 'ambulans', 'pkm-2', ['ambulans', 'oksigen']),
  unit('amb-3', 'Ambulans Tanjung Unggat', 'ambulans', 'pkm-3', ['ambulans', 'oksigen']),
  unit('amb-4', 'Ambulans Mekar Baru', 'ambulans', 'pkm-4', ['ambulans'], { duty: 'out_of_service', duty_reason: 'rem blong' }),
  unit('amb-5', 'Ambulans Melayu Kota Piring', 'ambulans', 'pkm-5', ['ambulans']),
  unit('amb-6', 'Ambulans Kampung Bugis', 'ambulans', 'pkm-6', ['ambulans'], { duty: 'on_call' }),
  unit('trc-1', 'TRC Sei Jang', 'trc', 'pkm-1', ['trc', 'aed']), unit('trc-2', 'TRC Batu 10', 'trc', 'pkm-2', ['trc']),
  unit('trc-3', 'TRC Tanjung Unggat', 'trc', 'pkm-3', ['trc', 'persalinan']), unit('trc-4', 'TRC Mekar Baru', 'trc', 'pkm-4', ['trc']),
  unit('trc-5', 'TRC Melayu Kota Piring', 'trc', 'pkm-5', ['trc']),
  unit('boat-1', 'Perahu Penyengat', 'kapal', 'psc', ['kapal'], { verified: false, note: 'belum diverifikasi' }),
];

export const call = (id, fields) => ({
  id, state: 'ringing', channel: '119', direction: 'masuk', phone: '+628127704411', phone_hmac: 'h', caller_name: null, rang_at: now(), answered_at: null,
  closed_at: null, operator: null, disposition: null, note: null, incident_id: null, callback: null, provider: 'local', leg_id: null, key_id: 'k', ...fields,
});
let number = 141;
export const incident = (id, fields) => ({
  id, number: ++number, code: `TPI-${String(number).padStart(4, '0')}`, kind: 'gawat_darurat', state: 'open', priority: null, disposition: null, merah_at: null, opened_at: now(),
  opened_by: OPERATOR, closed_at: null, outcome: null, address: null, patokan: null, place: null, place_revision: 1, kelurahan_code: null, complaint_text: null,
  triage: null, resuscitation: null, notes: [], call_ids: [], patient_ids: [], task_ids: [], active_task_ids: [], handover_ids: [], key_id: 'k', ...fields,
});
export const task = (id, incidentRow, unitRow, fields) => ({
  id, incident_id: incidentRow.id, unit_id: unitRow.id, unit_name: unitRow.name, kind: 'respon', state: 'assigned', active: true, crew: unitRow.crew, stamps: {}, set_aside: [],
  assigned_at: now(), assigned_by: OPERATOR, undo_until: ahead(10), eta: { turnout_s: 90, travel_s: 260, low_s: 300, high_s: 430, kind: 'skematik', from_post: false },
  recommended: true, override_reason: null, decision_id: null, ack_due_at: ahead(60), ack_overdue: false, destination_id: null, ended_reason: null, ended_at: null,
  cancel_acknowledged_at: null, outcome: null, ...fields,
});

const at = (name) => KELURAHAN.find((area) => area.name === name);
const place = (name, dLat = 0.001, dLon = 0.001) => ({ kind: 'point', lat: at(name).lat + dLat, lon: at(name).lon + dLon, radius_m: null, source: 'klik' });
const open = (id, name, priority, age_s, address, patokan, complaint, fields = {}) => incident(id, {
  priority, address, patokan, complaint_text: complaint, kelurahan_code: at(name).code, place: place(name), opened_at: ago(age_s), merah_at: priority === 'merah' ? ago(age_s - 30) : null, ...fields,
});
export const incidents = [
  open('i1', 'Kampung Baru', 'merah', 410, 'Jl. Cendrawasih Gg. Merpati 4', 'belakang masjid Al-Hikmah', 'bapak jatuh, tidak bangun'),
  open('i2', 'Batu IX', 'merah', 1320, 'Perum Griya Hang Tuah blok C2', 'depan warung Bu Ani', 'sesak berat'),
  open('i3', 'Tanjung Unggat', 'kuning', 980, 'Jl. Sultan Mahmud 88', 'pelantar II', 'jatuh dari motor'),
  open('i4', 'Sei Jang', 'kuning', 300, 'Jl. Ir. Sutami', 'simpang lampu merah', 'demam tinggi, lemas'),
  open('i5', 'Air Raja', 'hijau', 1900, 'Kp. Wonosari RT 3', null, 'luka robek di tangan'),
  open('i6', 'Penyengat', null, 75, 'dekat dermaga', 'rumah panggung biru', null),
  open('i7', 'Melayu Kota Piring', 'hitam', 3900, 'Jl. Kota Piring 12', null, 'kecelakaan kerja'),
];
export const closure = (id, fields) => ({
  id, kind: 'jalan', reason: 'banjir', note: null, shape: null, street: null, boat_legs: [], lines: null, length_m: 0, streets: [], cuts_off: [], unmatched: false,
  from_at: now(), until_at: null, status: 'active', by: OPERATOR, ...fields,
});
export const closures = [
  closure('cl-1', { reason: 'banjir', streets: ['Jalan Lingkar'], length_m: 1850, from_at: ago(4100), note: 'air setinggi lutut, motor tidak lewat', lines: { type: 'MultiLineString', coordinates: [[[104.4632, 0.8982], [104.4708, 0.9052], [104.4735, 0.9135]]] } }),
  closure('cl-2', { reason: 'acara', streets: ['Jalan Raya Km 1–12'], length_m: 640, status: 'planned', from_at: ahead(5400), until_at: ahead(19800), lines: { type: 'MultiLineString', coordinates: [[[104.4421, 0.9299], [104.4507, 0.9236]]] } }),
];
export const tasks = [];
const busy = (incidentId, unitId, state, age_s, fields = {}) => {
  const incidentRow = incidents.find(({ id }) => id === incidentId);
  const unitRow = units.find(({ id }) => id === unitId);
  const row = task(`t-${unitId}`, incidentRow, unitRow, { state, assigned_at: ago(age_s), undo_until: ago(age_s - 10), ack_due_at: ago(age_s - 60), ...fields });
  const steps = ['acknowledged', 'en_route', 'on_scene', 'with_patient', 'transporting'];
  steps.slice(0, steps.indexOf(state) + 1).forEach((step, index) => {
    row.stamps[step] = { at: ago(age_s - 40 - index * 150), raw_at: ago(age_s - 40 - index * 150), source: 'tablet', by: { id: 'c', name: 'Rahmat' }, counter: index, command_id: 'x' };
  });
  tasks.push(row);
  Object.assign(unitRow, { task_id: row.id, incident_id: incidentId, incident_code: incidentRow.code, busy_since: row.assigned_at, busy_by: OPERATOR });
  incidentRow.state = 'in_response';
  incidentRow.task_ids.push(row.id);
  incidentRow.active_task_ids.push(row.id);
};
busy('i2', 'amb-2', 'with_patient', 1200);
busy('i2', 'trc-2', 'on_scene', 1210);
busy('i3', 'amb-3', 'en_route', 520);
busy('i5', 'trc-4', 'assigned', 95, { ack_overdue: true });
busy('i6', 'trc-3', 'en_route', 60);

export const calls = [
  call('c1', { rang_at: ago(4), phone: '+6281277030911' }),
  call('c2', { state: 'held', rang_at: ago(60), answered_at: ago(52), operator: { id: 'acc-2', name: 'Bima' }, phone: '+628127712255', incident_id: 'i6' }),
  call('c3', { state: 'unanswered', rang_at: ago(1500), phone: '+628136421177', callback: { open: true, due_at: ago(300), overdue: true, attempts: [{ at: ago(900), by: OPERATOR, outcome: 'tidak_diangkat' }] } }),
  call('c4', { state: 'unanswered', rang_at: ago(240), phone: '+62811700321', callback: { open: true, due_at: ahead(60), overdue: false, attempts: [] } }),
];
incidents.forEach((row, index) => {
  if (index === 5) row.call_ids = ['c2'];
});
