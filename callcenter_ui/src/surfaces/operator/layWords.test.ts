import { expect, it } from 'vitest';
import { offered } from './layWords.svelte';

const cards = ['a', 'b', 'c'].map((id) => ({ id }));
const heard = (card: string | null) => ({ card, heard: 'x', perlu_tanda_tangan: true });

it('offers suggested cards first and loses none', () => {
  expect(offered(cards, [heard(null), heard('c'), heard('gone')]).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect(offered(cards, [])).toEqual(cards);
});
