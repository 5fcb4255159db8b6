/** A rectangle on the screen, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const CORNERS = ['bottom-right', 'bottom-left', 'top-right', 'top-left'] as const;
const MARGIN_PX = 8;
/** Below the status bar, which must stay readable. */
const TOP_PX = 56;

/**
 * The corner where the card hides least of the control it points at. It stays where it is while that is free, so that
 * it does not wander about.
 */
export function placeCard(
  card: Box,
  target: Box | null,
  screen: { width: number; height: number },
  current: string,
): string {
  if (!target) return current;
  const hidden = (corner: string) => overlap_px(boxAt(corner, card, screen), target);
  if (hidden(current) === 0) return current;
  return CORNERS.toSorted((a, b) => hidden(a) - hidden(b))[0] ?? current;
}

function boxAt(corner: string, card: Box, screen: { width: number; height: number }): Box {
  return {
    width: card.width,
    height: card.height,
    left: corner.endsWith('left') ? MARGIN_PX : screen.width - card.width - MARGIN_PX,
    top: corner.startsWith('top') ? TOP_PX : screen.height - card.height - MARGIN_PX,
  };
}

function overlap_px(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}
