/** True when a key belongs to the field that is being typed in. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Run what is bound to a plain letter; modified keys and typing are left alone. */
export function onPlainKey(bindings: Record<string, () => void>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event)) return;
    // A dialog takes the keys of the screen behind it.
    if (document.querySelector('dialog[open]')) return;
    const run = bindings[event.key.length === 1 ? event.key.toUpperCase() : event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
}
