/** The result of a step: its part of a pattern. If no part is exact, the reason and the nearest parts. */
export interface Step<Part> {
  readonly parts: readonly Part[];
  readonly reason?: string;
}

/** Returns the result of a step that is exact. */
export const exactly = <Part>(part: Part): Step<Part> => ({ parts: [part] });
/** Returns the result of a step that is not exact. */
export const unsayable = <Part>(reason: string, ...parts: Part[]): Step<Part> => ({ reason, parts });
