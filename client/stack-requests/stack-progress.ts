import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StackAction } from './stack-input.ts';

/** Something that the stack creator has done or seen. */
export type StackStep = {
  /** Since the execution began. */
  readonly milliseconds: number;
} & StackEvent;

type StackEvent =
  /** It asked CloudFormation to create, update or delete a stack. */
  | { readonly kind: 'asked'; readonly verb: 'create' | 'update' | 'delete' }
  /** It looked at a stack, whose status has changed. */
  | { readonly kind: 'status'; readonly stackName: string; readonly status: string }
  /** The stack to deploy was already up to date. */
  | { readonly kind: 'unchanged' }
  /** It reads the events of a stack to find out why it failed. */
  | { readonly kind: 'reading-events' };

/** The part of CloudFormation's answers that counts here. */
interface Answer {
  readonly Stacks?: readonly { readonly StackName?: string; readonly StackStatus?: string }[];
}

/** States that come after the check of the request. */
const AFTER_THE_CHECK = /^(Map|Parallel|Pass|Task|Wait)/;

const isSame = (one: StackEvent, other: StackEvent | undefined) => JSON.stringify(one) === JSON.stringify(other);

/** How far an execution of the stack creator is, by its history. */
export class StackProgress {
  /** Whether the request has passed the check. */
  accepted = false;
  ended = false;
  /** The last step; missing before the first. */
  latest: StackEvent | undefined;
  /** The last status that CloudFormation reported. */
  status: string | undefined;
  /** Whether the stack to deploy was already up to date. */
  isUnchanged = false;
  /** When the execution began; until that is known, when this object was made. */
  beganAt = Date.now();
  private isAsked = false;

  /** @param action of a request for one stack; missing for several stacks */
  constructor(private readonly action?: StackAction) {}

  /** Takes the next events, and returns the steps that are new. */
  take(events: readonly HistoryEvent[]): StackStep[] {
    return events.flatMap((event) => {
      const at = event.timestamp?.getTime() ?? Date.now();
      const type = event.type ?? '';
      if (type === 'ExecutionStarted') {
        this.beganAt = at;
      }
      this.accepted ||= AFTER_THE_CHECK.test(type);
      this.ended ||= /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type);
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
    // AWS names the action only, other endpoints the whole resource
    const call = succeeded?.resource?.split(':').at(-1) ?? '';
    const [, verb] = /^(create|update|delete)Stack$/.exec(call) ?? [];
    if (verb) {
      this.isAsked = true;
      return { kind: 'asked', verb: verb as 'create' | 'update' | 'delete' };
    }
    // before a deletion, the stack creator looks once to learn the stack's id
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
