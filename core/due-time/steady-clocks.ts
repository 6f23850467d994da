/** A period in which a zone's clocks do not change. */
export interface SteadyClocks {
  /** The start of the period, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The offset from UTC, such as `+01:00`. */
  readonly offset: string;
  /** The time zone abbreviation in this period, such as `BST`. */
  readonly name: string;
}

/** The minimum distance from a moment to the start and the end of its period. It exceeds every offset from UTC. */
const MARGIN_MILLISECONDS = 2 * 86_400_000;

const stretches = new Map<string, readonly SteadyClocks[]>();

/** Stores the periods in which a zone's clocks do not change. This avoids the first call to Intl, which takes 15 ms. */
export function rememberSteadyClocks(zone: string, steady: readonly SteadyClocks[]): void {
  stretches.set(zone, steady);
}

/**
 * Returns the stored period that begins at least two days before the given moment and ends at least two days after it. Returns
 * `undefined` if there is none.
 */
export function steadyClocks(moment: number, zone: string): SteadyClocks | undefined {
  return stretches
    .get(zone)
    ?.find(({ from, to }) => from + MARGIN_MILLISECONDS <= moment && moment <= to - MARGIN_MILLISECONDS);
}
