/**
 * The result of a step in deriving a pattern: one exact part of the pattern, or the reason why there is none and the parts to
 * suggest.
 */
export interface Step<Part> {
  readonly parts: readonly Part[];
  readonly reason?: string;
}

/** Returns the result of a step that has an exact part. */
export const exactly = <Part>(part: Part): Step<Part> => ({ parts: [part] });
/** Returns the result of a step that has no exact part. */
export const unsayable = <Part>(reason: string, ...parts: Part[]): Step<Part> => ({ reason, parts });
