import { catalogue } from '../../i18n';

/** Words of the bar and the small parts that the desks share. */
export const t = catalogue({
  id: {
    'sound.unlock': 'Nyalakan suara',
    'sound.lost': 'Suara mati: sentuh di sini',
    'copy': 'Terputus · salinan {time}',
    'theme': 'Ganti tema',
    'sign_out': 'Keluar',
    'database.away': 'Basis data tidak terjangkau. Layar memperlihatkan keadaan terakhir.',
  },
  en: {
    'sound.unlock': 'Turn sound on',
    'sound.lost': 'Sound lost: touch here',
    'copy': 'Cut off · copy of {time}',
    'theme': 'Change theme',
    'sign_out': 'Sign out',
    'database.away': 'The database cannot be reached. The screen shows the last known state.',
  },
});
