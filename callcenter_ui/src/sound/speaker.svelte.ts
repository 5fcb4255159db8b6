/**
 * The loudspeaker of this desk by WebAudio. A browser is mute until a click, so "Mulai jaga" unlocks and tests it;
 * a speaker that falls silent later (`state` leaves "ready") is itself an alarm on the screen.
 */

import { RHYTHMS, type Alarm, type Rhythm } from './alarm';

export type SpeakerState = 'locked' | 'ready' | 'lost';

const LOUDNESS = 0.35;
const EDGE_S = 0.012;

class Speaker {
  state: SpeakerState = $state('locked');
  playing: Alarm | null = $state(null);
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #voices = new Set<OscillatorNode>();

  /** Must be called from a click or a key. Resolves true when sound can be made. */
  async unlock(): Promise<boolean> {
    if (!('AudioContext' in window)) {
      this.state = 'lost';
      return false;
    }
    this.#context ??= this.#open();
    await this.#context.resume();
    this.state = this.#context.state === 'running' ? 'ready' : 'lost';
    return this.state === 'ready';
  }

  /** Two short tones, to be heard and confirmed by a person. */
  test(): void {
    this.#voice(0.05, 0.15, 520);
    this.#voice(0.25, 0.2, 700);
  }

  /** Sound this alarm until told otherwise; null is silence. */
  sound(alarm: Alarm | null): void {
    if (alarm === this.playing) return;
    clearTimeout(this.#timer);
    this.#silence();
    this.playing = alarm;
    if (alarm) this.#period(RHYTHMS[alarm]);
  }

  /** One click of the metronome. */
  tick(strong = false): void {
    this.#voice(0, 0.035, strong ? 1320 : 990);
  }

  #open(): AudioContext {
    const context = new AudioContext();
    context.onstatechange = () => {
      if (this.state !== 'locked') this.state = context.state === 'running' ? 'ready' : 'lost';
    };
    return context;
  }

  #period(rhythm: Rhythm): void {
    for (const beat of rhythm.beats) this.#voice(beat.at_s, beat.length_s, beat.pitch_hz);
    this.#timer = setTimeout(() => this.#period(rhythm), rhythm.period_s * 1000);
  }

  #voice(delay_s: number, length_s: number, pitch_hz: number): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const start = context.currentTime + delay_s;
    const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: pitch_hz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + EDGE_S);
    gain.gain.setValueAtTime(LOUDNESS, start + Math.max(EDGE_S, length_s - EDGE_S));
    gain.gain.linearRampToValueAtTime(0, start + length_s);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + length_s + 0.02);
    this.#voices.add(oscillator);
    oscillator.onended = () => this.#voices.delete(oscillator);
  }

  #silence(): void {
    for (const voice of this.#voices) voice.stop();
    this.#voices.clear();
  }
}

export const speaker = new Speaker();
