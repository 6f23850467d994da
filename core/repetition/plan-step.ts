/** The result of a step: its part of a pattern. If there is a reason why none is exact, the parts that come nearest. */
export interface Step<Part> {
  readonly parts: readonly Part[];
  readonly reason?: string;
}

/** Makes the result of a step that is exact. */
export const exactly = <Part>(part: Part): Step<Part> => ({ parts: [part] });
/** Makes the result of a step that is not exact. */
export const unsayable = <Part>(reason: string, ...parts: Part[]): Step<Part> => ({ reason, parts });
