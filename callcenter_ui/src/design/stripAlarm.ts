/** One line of the alarm strip. */
export interface StripAlarm {
  id: string;
  /** alarm: someone may come to harm. warning: something is late. note: an answer to what you did. */
  level: 'alarm' | 'warning' | 'note';
  text: string;
  since?: string;
  action?: { label: string; key?: string; run: () => void };
}
