/**
 * The result of one step in the conversion of a rule to a pattern. If the step succeeds, `parts` contains one exact part of the
 * pattern. Otherwise, `parts` are suggestions, and `reason` says why the step failed.
 */
export interface Step<Part> {
  readonly parts: readonly Part[];
  readonly reason?: string;
}

/** Returns the result of a successful step. */
export const exactly = <Part>(part: Part): Step<Part> => ({ parts: [part] });
/** Returns the result of a failed step, with suggested parts. */
export const unsayable = <Part>(reason: string, ...parts: Part[]): Step<Part> => ({ reason, parts });
