import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StackAction } from './stack-input.ts';

/** Something that has become of a stack. */
export interface StackStep {
  /** Since the execution began. */
  readonly milliseconds: number;
  /** In words, or as CloudFormation calls the status. */
  readonly says: string;
}

/** The part of CloudFormation's answers that is told. */
interface Answer {
  readonly Stacks?: readonly { readonly StackStatus?: string }[];
}

/** States that only a request gets to that has passed the check. */
const AFTER_THE_CHECK = /^(Map|Parallel|Pass|Task|Wait)/;

/** How far an execution of the stack creator is, as its history tells. */
export class StackProgress {
  /** Whether the request has passed the check. */
  accepted = false;
  ended = false;
  /** What was last heard. */
  latest = 'starting';
  /** The last status that CloudFormation told. */
  status: string | undefined;
  /** Whether it was to be deployed, and is as it should be. */
  isUnchanged = false;
  /** When the execution began; until that is known, when it was first asked for. */
  beganAt = Date.now();
  private isAsked = false;

  constructor(private readonly action: StackAction) {}

  /** Takes in the next events, and gives what is new in them. */
  take(events: readonly HistoryEvent[]): StackStep[] {
    return events.flatMap((event) => {
      const at = event.timestamp?.getTime() ?? Date.now();
      const type = event.type ?? '';
      if (type === 'ExecutionStarted') {
        this.beganAt = at;
      }
      this.accepted ||= AFTER_THE_CHECK.test(type);
      this.ended ||= /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type);
      const says = this.read(event);
      if (says === undefined || says === this.latest) {
        return [];
      }
      this.latest = says;
      return [{ milliseconds: at - this.beganAt, says }];
    });
  }

  private read({ taskSucceededEventDetails: succeeded, taskFailedEventDetails: failed }: HistoryEvent) {
    if (failed?.cause?.includes('No updates are to be performed') && this.action === 'deploy') {
      this.isUnchanged = true;
      return 'nothing to change';
    }
    // AWS names the action alone, other endpoints the whole resource
    const call = succeeded?.resource?.split(':').at(-1) ?? '';
    const [, verb] = /^(create|update|delete)Stack$/.exec(call) ?? [];
    if (verb) {
      this.isAsked = true;
      return `asked CloudFormation to ${verb} it`;
    }
    // before it is deleted it is looked at once for its id
    if (call === 'describeStacks' && (this.isAsked || this.action !== 'delete')) {
      const { Stacks: [stack] = [] } = JSON.parse(succeeded?.output ?? '{}') as Answer;
      this.status = stack?.StackStatus ?? this.status;
      return this.status;
    }
    return call === 'describeStackEvents' ? 'reading the events' : undefined;
  }
}
