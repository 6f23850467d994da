import type { Deployment } from '../../client/deployment.ts';
import type { Finding } from '../../client/health/finding.ts';
import type { FindingWords } from '../../client/health/finding-words.ts';
import type { EventStream } from './http/event-stream.ts';
import type { Pace } from './watch/pace.ts';
import type { ReminderWatch } from './watch/reminder-watch.ts';

/** A failure in words. */
export interface Said {
  readonly problem: string;
  /** The advice on what to do next. */
  readonly next?: string | undefined;
}

/** The meaning of a phrase for a due time: the moment in words, or the reason why the phrase is refused. */
export type ReadWhen =
  | {
      /** The moment in milliseconds since the epoch. */
      readonly due: number;
      /** The moment in words: `Wed 27 Jan 2027, 09:00 GMT`. For a repetition, the rule in words. */
      readonly said: string;
    }
  | (Said & {
      /** The moments that the phrase can mean. */
      readonly readings: readonly { readonly when: string; readonly said: string }[];
    });

/** An undelivered reminder or an unhandled event, which a queue keeps until the user sends it again. */
export interface ConsoleKept {
  /** The id of the message in the queue. */
  readonly id: string;
  /** The reminder's message, or a description of the event. */
  readonly what: string;
  /** The due time as RFC 3339 in UTC. Missing for an event. */
  readonly due?: string | undefined;
  readonly problem: string;
}

/** The functions that return the command line's texts, which the page also shows. */
export interface ConsoleWords {
  /** The user's time zone: an IANA name or an offset. */
  readonly zone: string;
  explain(error: unknown): Said;
  readWhen(when: string): ReadWhen;
  describeFinding(finding: Finding): FindingWords;
  /** Reads the undelivered reminders and the unhandled events. */
  readKept(deployment: Deployment): Promise<readonly ConsoleKept[]>;
  /** Sends one of the messages from `readKept` again. Returns a description of the result. */
  sendKept(deployment: Deployment, id: string): Promise<string>;
  /** Returns a command line for this deployment. */
  command(words: string): string;
  /** Returns the command line that adds a reminder. */
  addCommand(message: string, when: string): string;
}

/** A message that has arrived in the inbox of the local AWS. */
export interface ConsoleArrival {
  readonly message: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  /** The time of arrival in milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** The inbox of the local AWS. */
export interface ConsoleInbox {
  readonly arrivals: readonly ConsoleArrival[];
  onArrival(listener: (arrival: ConsoleArrival) => void): void;
}

/** The objects and settings that the routes of the API use. */
export interface Site {
  readonly deployment: Deployment;
  readonly words: ConsoleWords;
  /** A description of the deployment's location: `local AWS, us-east-1`. */
  readonly where: string;
  readonly region: string;
  /** True if the deployment is on a local AWS. */
  readonly isLocal: boolean;
  readonly inbox: ConsoleInbox | undefined;
  readonly stream: EventStream;
  readonly watch: ReminderWatch;
  /** The rate limit of DescribeExecution and GetExecutionHistory, which all pages share. */
  readonly reads: Pace;
  /** The rate limit of ListExecutions, which all pages share. */
  readonly lists: Pace;
}
