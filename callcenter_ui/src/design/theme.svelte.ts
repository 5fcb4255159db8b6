/** The theme of this place. A page names its own in `<html data-theme>`; a person's choice is kept on this computer. */

export type Theme = 'control-room' | 'daylight' | 'tablet';

const THEMES: readonly Theme[] = ['control-room', 'daylight', 'tablet'];

const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

function storageKey(): string {
  return `psc119.theme${location.pathname}`;
}

let theme = $state<Theme>('control-room');

export function currentTheme(): Theme {
  return theme;
}

/** Take the chosen theme, or `?theme=`, or what the page names. */
export function applyTheme(): void {
  const choices = [new URLSearchParams(location.search).get('theme'), stored(), document.documentElement.dataset.theme];
  show(choices.find(isTheme) ?? 'control-room');
}

export function chooseTheme(next: Theme): void {
  show(next);
  try {
    localStorage.setItem(storageKey(), next);
  } catch {
    // A locked-down browser forgets the choice with the page; nothing else depends on it.
  }
}

function show(next: Theme): void {
  theme = next;
  document.documentElement.dataset.theme = next;
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey());
  } catch {
    return null;
  }
}
