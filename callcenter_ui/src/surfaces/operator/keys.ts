/**
 * Keys of the operator's screen. No key that a browser owns; each F-key has a second one. Letters and digits act only
 * when nobody is typing; F-keys and Ctrl+Enter act always; Enter alone never dispatches.
 */

export type Action =
  | 'answer' | 'place' | 'search' | 'pick' | 'complaint' | 'card' | 'resuscitate' | 'first_compression' | 'dispatch' | 'undo'
  | 'close_call' | 'hold' | 'map' | 'command' | 'acknowledge' | 'next' | 'previous' | 'escape' | 'help' | 'callbacks'
  | 'choice' | 'reply' | 'unit' | 'others' | 'close_road' | 'reach' | 'professional' | 'breath' | 'changed' | 'ambulance'
  | 'language';

export interface Pressed {
  action: Action;
  /** For choice, reply and unit: which one, from 0. */
  index?: number;
}

export interface KeyLike {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

const LETTERS: Record<string, Action> = {
  a: 'answer', l: 'place', f: 'search', p: 'pick', u: 'complaint', k: 'card', r: 'resuscitate', d: 'first_compression',
  b: 'undo', t: 'close_call', h: 'hold', m: 'map', s: 'acknowledge', '/': 'command', '?': 'help', c: 'callbacks', o: 'others',
  j: 'close_road', i: 'reach', n: 'professional', y: 'breath', '0': 'changed', '+': 'ambulance', '=': 'ambulance',
  ';': 'language',
};

const FUNCTION_KEYS: Record<string, Action> = { F2: 'answer', F4: 'place', F8: 'resuscitate', F9: 'dispatch' };

/** Replies of an instruction: keys of the left hand that nothing else uses. */
export const REPLY_KEYS = ['z', 'x', 'v', 'g', 'w', 'e', 'q'] as const;

/** The action of a key press, or null when it belongs to the field being typed in or to the browser. */
export function actionOf(event: KeyLike, typing: boolean): Pressed | null {
  if (event.metaKey) return null;
  if (event.ctrlKey) return event.key === 'Enter' && !event.altKey ? { action: 'dispatch' } : null;
  if (event.key === 'Escape') return { action: 'escape' };
  const byFunctionKey = FUNCTION_KEYS[event.key];
  if (byFunctionKey && !event.altKey && !event.shiftKey) return { action: byFunctionKey };
  const letter = event.key.toLowerCase();
  if (event.altKey) {
    // While typing, Alt+letter reaches the two things that cannot wait.
    return letter === 'r' ? { action: 'resuscitate' } : letter === 'a' ? { action: 'answer' } : null;
  }
  if (typing) return null;
  if (event.key === 'ArrowDown') return { action: 'next' };
  if (event.key === 'ArrowUp') return { action: 'previous' };
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return { action: event.shiftKey ? 'unit' : 'choice', index: Number(digit[1]) - 1 };
  const reply = (REPLY_KEYS as readonly string[]).indexOf(letter);
  if (reply >= 0) return { action: 'reply', index: reply };
  const action = LETTERS[letter];
  return action ? { action } : null;
}

/** Which digit key was pressed, from 0; null for any other key, for one held down, and while typing. */
export function digitOf(event: KeyboardEvent): number | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  const plain = !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  return digit && plain && !isTyping(event.target) ? Number(digit[1]) - 1 : null;
}

/** Whether keys go into this element as text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
