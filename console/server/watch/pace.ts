import { setTimeout as sleep } from 'node:timers/promises';

/** Limits the rate of calls: at most `burst` at once, and `perSecond` on average. */
export class Pace {
  private left: number;
  private countedAt = Date.now();

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.left = burst;
  }

  /** Waits until the given number of calls is allowed. */
  async take(calls = 1): Promise<void> {
    const now = Date.now();
    this.left = Math.min(this.burst, this.left + ((now - this.countedAt) / 1_000) * this.perSecond);
    this.countedAt = now;
    this.left -= calls;
    if (this.left < 0) {
      await sleep((-this.left / this.perSecond) * 1_000, undefined, { ref: false });
    }
  }
}
