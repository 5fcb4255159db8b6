/** Numbers and times as screens write them. Pure. */

/** An age or a stopwatch: "0:09", "2:14", "1:03:20". */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3600);
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** A coarse age in words: "baru", "4 mnt", "2 jam". */
export function ageText(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} dtk`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} mnt`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} jam`;
  return `${Math.floor(seconds / 86400)} hari`;
}

/** Whole minutes, rounded up at the top so that a range never promises too much: "6–8". */
export function minuteRange(low_s: number, high_s: number): string {
  const low = Math.max(1, Math.floor(low_s / 60));
  const high = Math.max(low, Math.ceil(high_s / 60));
  return low === high ? `${low}` : `${low}–${high}`;
}

/** Clock time in the PSC's zone, Indonesian style with a dot: "14.05" or "14.05.09". */
export function timeText(at: string | number, zone: string, withSeconds = false): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return withSeconds ? `${of('hour')}.${of('minute')}.${of('second')}` : `${of('hour')}.${of('minute')}`;
}

export function secondsSince(at: string, now_ms: number): number {
  return (now_ms - Date.parse(at)) / 1000;
}

/** Distance as people say it: "350 m", "1,4 km". */
export function distanceText(length_m: number): string {
  if (length_m < 950) return `${Math.round(length_m / 50) * 50} m`;
  return `${(length_m / 1000).toLocaleString('id-ID', { maximumFractionDigits: 1 })} km`;
}

/** The last digits of a number, which is how a room speaks of a caller: "…4411". */
export function phoneTail(phone: string): string {
  return phone.length > 4 ? `…${phone.slice(-4)}` : phone;
}
