import { ClientError, type ClientFailure, failureOf } from '../client/failures.ts';
import { lookAtStack, withDeployment } from './command-line.ts';
import type { SharedOptions } from './context.ts';
import { Failure } from './failure.ts';
import { type Circumstances, FAILURE_WORDS, type Said } from './failure-words.ts';
import { describeProxy } from './proxy.ts';

/** An error whose message describes the consequences of its cause, such as a reminder that may have been started. */
class ErrorWithSentence extends Error {
  override readonly name = 'ErrorWithSentence';
}

/** Waits for a call. If the call fails, {@link explainError} appends the sentence to the error message. */
export async function withSentence<T>(call: Promise<T>, sentence: string): Promise<T> {
  return call.catch((error: unknown) => {
    throw new ErrorWithSentence(sentence, { cause: error });
  });
}

/** A command's own messages for some kinds of failure. They replace the messages in {@link FAILURE_WORDS}. */
type OwnWords = {
  readonly [Kind in ClientFailure['kind']]?: (failure: Extract<ClientFailure, { readonly kind: Kind }>) => Said;
};

/** Waits for a call. If the call fails and `words` has a message for the failure, throws a Failure with this message. */
export async function inWords<T>(call: Promise<T>, words: OwnWords): Promise<T> {
  return call.catch((error: unknown) => {
    if (error instanceof ClientError) {
      const said = (words as Readonly<Record<string, (failure: ClientFailure) => Said>>)[error.failure.kind]?.(
        error.failure,
      );
      if (said) {
        throw new Failure(said.exitCode, said.problem, { next: said.next, cause: error });
      }
    }
    throw error;
  });
}

/** The options for explaining an error. */
export interface ExplainOptions extends Partial<Pick<SharedOptions, 'service' | 'region' | 'profile'>> {
  /** The next step after an unknown AWS error. By default, the next step is to run `remindme doctor`. */
  readonly lookFurther?: string;
}

/** Turns a thrown error of any kind into a Failure with an error message and an exit code. */
export function explainError(thrown: unknown, options: ExplainOptions): Failure {
  if (thrown instanceof Failure) {
    return thrown;
  }
  if (thrown instanceof ErrorWithSentence) {
    const { exitCode, problem, next, cause } = explainError(thrown.cause, options);
    return new Failure(exitCode, problem, { next: [next, thrown.message].filter(Boolean).join(' '), cause });
  }
  const { exitCode, problem, next } = sayFailure(failureOf(thrown), options);
  return new Failure(exitCode, problem, { next, cause: causeOf(thrown) });
}

/** Returns the message and the exit code for the failure. */
export function sayFailure(failure: ClientFailure, options: ExplainOptions): Said {
  const command = (words: string) => withDeployment(`remindme ${words}`, options);
  const circumstances: Circumstances = {
    command,
    lookAtStack: (stackName) => lookAtStack(stackName, options),
    profile: options.profile ?? process.env['AWS_PROFILE'],
    endpoint: process.env['AWS_ENDPOINT_URL'],
    proxy: describeProxy(process.env),
    lookFurther: options.lookFurther ?? `Run ${command('doctor')} to see what is wrong.`,
    say: (other) => sayFailure(other, options),
  };
  const words = FAILURE_WORDS[failure.kind] as (failure: ClientFailure, circumstances: Circumstances) => Said;
  return words(failure, circumstances);
}

/** Returns the error that caused a ClientError, or else the error itself. `--debug` prints the returned error. */
const causeOf = (thrown: unknown): unknown =>
  thrown instanceof ClientError && thrown.cause !== undefined ? causeOf(thrown.cause) : thrown;
