import { catalogue } from '../../i18n';

/** Words of the bar and the small parts that the desks share. */
export const t = catalogue({
  id: {
    'sound.unlock': 'Nyalakan suara',
    'sound.lost': 'Suara mati: sentuh di sini',
    'copy': 'Terputus · salinan {time}',
    'theme': 'Ganti tema',
    'sign_out': 'Keluar',
    'target': 'sasaran {n} mnt',
    'target.left': 'sisa {n} mnt',
    'target.left_of': 'sisa {n} dari {of} mnt',
    'target.over': 'lewat {n} mnt',
    'target.over_of': 'lewat {n} mnt dari {of}',
    'target.arrived': 'tiba {n} mnt',
    'target.assumed': '(asumsi)',
    'target.version': 'Sasaran versi {version}, berlaku sejak {from}',
    'target.unverified': 'Sasaran versi {version}, berlaku sejak {from}; belum ditetapkan Dinas Kesehatan',
    'database.away': 'Basis data tidak terjangkau. Layar memperlihatkan keadaan terakhir.',
  },
  en: {
    'sound.unlock': 'Turn sound on',
    'sound.lost': 'Sound lost: touch here',
    'copy': 'Cut off · copy of {time}',
    'theme': 'Change theme',
    'sign_out': 'Sign out',
    'target': 'target {n} min',
    'target.left': '{n} min left',
    'target.left_of': '{n} of {of} min left',
    'target.over': '{n} min over',
    'target.over_of': '{n} min over {of}',
    'target.arrived': 'reached in {n} min',
    'target.assumed': '(assumed)',
    'target.version': 'Targets version {version}, valid from {from}',
    'target.unverified': 'Targets version {version}, valid from {from}; not set by the health office yet',
    'database.away': 'The database cannot be reached. The screen shows the last known state.',
  },
});
