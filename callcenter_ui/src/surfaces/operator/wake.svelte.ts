/** Keeps the desk's screen lit from "Mulai jaga" on: a screen that sleeps shows no call, so losing this is an alarm. */

/** `unable`: this browser cannot (an old one, or no TLS); the office PC's own settings must do it. */
export type WakeState = 'off' | 'awake' | 'lost' | 'unable';

class Wake {
  state: WakeState = $state('off');
  #lock: WakeLockSentinel | null = null;

  async keep(): Promise<void> {
    if (!('wakeLock' in navigator)) {
      this.state = 'unable';
      return;
    }
    if (this.state === 'off') document.addEventListener('visibilitychange', () => void this.#take());
    await this.#take();
  }

  /** A browser drops the lock whenever the page is hidden, and gives it back only to a visible one. */
  async #take(): Promise<void> {
    if (document.visibilityState !== 'visible' || this.#lock?.released === false) return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.#lock = lock;
      this.state = 'awake';
      lock.addEventListener('release', () => {
        if (this.#lock === lock) this.state = 'lost';
      });
    } catch {
      this.state = 'lost';
    }
  }
}

export const wake = new Wake();
