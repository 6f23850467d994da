import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StackAction } from './stack-input.ts';

/** A step of a stack creator execution. */
export type StackStep = {
  /** The time since the execution began. */
  readonly milliseconds: number;
} & StackEvent;

type StackEvent =
  /** The stack creator asked CloudFormation to create, update or delete a stack. */
  | { readonly kind: 'asked'; readonly verb: 'create' | 'update' | 'delete' }
  /** The stack creator read a stack's new status. */
  | { readonly kind: 'status'; readonly stackName: string; readonly status: string }
  /** The stack to deploy was already up to date. */
  | { readonly kind: 'unchanged' }
  /** The stack creator reads a stack's events to find out why the stack failed. */
  | { readonly kind: 'reading-events' };

/** The part of CloudFormation's responses that this file reads. */
interface Answer {
  readonly Stacks?: readonly { readonly StackName?: string; readonly StackStatus?: string }[];
}

/** Matches the types of events that occur only after the check of the request. */
const AFTER_THE_CHECK = /^(Map|Parallel|Pass|Task|Wait)/;

const isSame = (one: StackEvent, other: StackEvent | undefined) => JSON.stringify(one) === JSON.stringify(other);

/** The progress of a stack creator execution, read from its history. */
export class StackProgress {
  /** True once the request has passed the check. */
  accepted = false;
  /** True if the last event ended the execution. A redrive adds more events, so this is false again. */
  ended = false;
  /** The last step. Missing before the first step. */
  latest: StackEvent | undefined;
  /** The last status that CloudFormation reported. */
  status: string | undefined;
  /** True if the stack to deploy was already up to date. */
  isUnchanged = false;
  /**
   * The start of the execution in milliseconds since the epoch. Until the start is known, the time when this object was
   * created.
   */
  beganAt = Date.now();
  private isAsked = false;

  /** @param action the action of a request for one stack; missing if the request is for several stacks */
  constructor(private readonly action?: StackAction) {}

  /** Reads the next events, and returns the new steps. */
  take(events: readonly HistoryEvent[]): StackStep[] {
    return events.flatMap((event) => {
      const at = event.timestamp?.getTime() ?? Date.now();
      const type = event.type ?? '';
      if (type === 'ExecutionStarted') {
        this.beganAt = at;
      }
      this.accepted ||= AFTER_THE_CHECK.test(type);
      this.ended = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type);
      const step = this.read(event);
      if (step === undefined || isSame(step, this.latest)) {
        return [];
      }
      this.latest = step;
      return [{ milliseconds: at - this.beganAt, ...step }];
    });
  }

  private read({
    taskSucceededEventDetails: succeeded,
    taskFailedEventDetails: failed,
  }: HistoryEvent): StackEvent | undefined {
    if (failed?.cause?.includes('No updates are to be performed') && this.action === 'deploy') {
      this.isUnchanged = true;
      return { kind: 'unchanged' };
    }
    // on AWS, `resource` is the name of the API action; on other endpoints, it is the state's whole `Resource`
    const call = succeeded?.resource?.split(':').at(-1) ?? '';
    const [, verb] = /^(create|update|delete)Stack$/.exec(call) ?? [];
    if (verb) {
      this.isAsked = true;
      return { kind: 'asked', verb: verb as 'create' | 'update' | 'delete' };
    }
    // before a deletion, the stack creator reads the stack once to get its id
    if (call === 'describeStacks' && (this.isAsked || this.action !== 'delete')) {
      const { Stacks: [stack] = [] } = JSON.parse(succeeded?.output ?? '{}') as Answer;
      this.status = stack?.StackStatus ?? this.status;
      return this.status === undefined
        ? undefined
        : { kind: 'status', stackName: stack?.StackName ?? '', status: this.status };
    }
    return call === 'describeStackEvents' ? { kind: 'reading-events' } : undefined;
  }
}
