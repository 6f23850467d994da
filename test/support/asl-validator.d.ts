/** The part of asl-validator that the tests use. The package has no types. */
declare module 'asl-validator' {
  interface Finding {
    /** The error code, such as `MISSING_TRANSITION_TARGET`. */
    readonly 'Error code': string;
    readonly Message?: string;
  }

  /** Checks a definition in the Amazon States Language. The function changes the definition, so pass a copy. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly Finding[];
    readonly errorsText: (separator?: string) => string;
  };
}
