/** The part of asl-validator, which ships no types, that the tests use. */
declare module 'asl-validator' {
  interface Finding {
    /** Such as `MISSING_TRANSITION_TARGET`. */
    readonly 'Error code': string;
    readonly Message?: string;
  }

  /**
   * Checks a definition in the Amazon States Language. It changes the definition: pass a copy.
   */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly Finding[];
    readonly errorsText: (separator?: string) => string;
  };
}
