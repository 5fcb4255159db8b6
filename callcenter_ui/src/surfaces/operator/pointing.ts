/** A row that stands for a unit shows its reach on the map while the pointer or the keyboard's focus is on it. */

import type { Desk } from './desk.svelte';

export function pointing(desk: Desk, id: string) {
  const show = () => desk.routing.point({ kind: 'unit', id });
  const hide = () => desk.routing.point(null);
  return {
    onmouseenter: show,
    onmouseleave: hide,
    // A click leaves the focus behind: only a focus that the keyboard brought is a question.
    onfocus: (event: FocusEvent) => (event.currentTarget as HTMLElement).matches(':focus-visible') && show(),
    onblur: hide,
  };
}
