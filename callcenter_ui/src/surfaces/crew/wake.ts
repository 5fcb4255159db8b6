/** Keep the screen lit while a task is open. Returns the way to let it sleep again. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let released = false;

  async function take(): Promise<void> {
    if (released || document.visibilityState !== 'visible') return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (released) await lock.release();
    } catch {
      // No permission or an empty battery: the tablet sleeps as it is set to, and the alarm wakes nobody less.
    }
  }

  // A browser drops the lock whenever the page is hidden.
  const retake = () => void take();
  if ('wakeLock' in navigator) {
    void take();
    document.addEventListener('visibilitychange', retake);
  }
  return () => {
    released = true;
    document.removeEventListener('visibilitychange', retake);
    void lock?.release();
  };
}
