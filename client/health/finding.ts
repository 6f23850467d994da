import type { Deployment, DeploymentParts } from '../deployment.ts';
import type { ClientFailure } from '../failures.ts';
import type { Subscriber } from '../subscriptions/read-subscribers.ts';

/** The result of a check. */
export type Finding = {
  /** `warn` means that reminders arrive, but something needs attention. `fail` means that reminders may not arrive. */
  readonly status: 'ok' | 'warn' | 'fail';
} & FindingData;

type FindingData =
  | { readonly kind: 'check-failed'; readonly failure: ClientFailure }
  /** The check could not run, because a check that it depends on failed. */
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'caller'; readonly account: string; readonly arn: string }
  | { readonly kind: 'region'; readonly region: string }
  /**
   * `ahead` is how far this computer's clock is ahead of AWS's, in milliseconds. It is missing if AWS sent no time, or took 5 s
   * or more to respond.
   */
  | { readonly kind: 'clock'; readonly ahead: number | undefined }
  | { readonly kind: 'parameters'; readonly service: string }
  /** `state` is missing if the state machine does not exist. */
  | { readonly kind: 'state-machine'; readonly name: string; readonly state: string | undefined }
  | { readonly kind: 'topics'; readonly names: readonly string[]; readonly gone: readonly string[] }
  | { readonly kind: 'throttle-not-subscribed' }
  | {
      readonly kind: 'subscribers';
      readonly confirmed: number;
      readonly waiting: readonly string[];
      /** The endpoints that have unsubscribed in the last three days. */
      readonly ended: readonly string[];
      readonly notThrottled: Subscriber | undefined;
    }
  | {
      readonly kind: 'open-executions';
      readonly open: number;
      readonly limit: number;
      /** True if the count covers only this deployment, because CloudWatch has no figure for the account. */
      readonly isCounted: boolean;
      /** True if there may be more executions. */
      readonly isCut: boolean;
    }
  /** The schedule group and its state. `state` is missing if the group does not exist. */
  | { readonly kind: 'schedule-group'; readonly name: string; readonly state: string | undefined }
  | { readonly kind: 'queue-gone'; readonly name: string }
  /** The number of messages that the queue keeps until a user sends them again. */
  | { readonly kind: 'undelivered' | 'unhandled'; readonly count: number }
  /** The pipe that takes emails from the throttled queue. `state` is missing if the pipe does not exist. */
  | { readonly kind: 'pipe'; readonly name: string; readonly state: string | undefined }
  | {
      readonly kind: 'emails';
      readonly waiting: number;
      /** The age of the oldest email in the queue. Missing if CloudWatch has no figure. */
      readonly oldestSeconds: number | undefined;
      /** The number of emails that could not be published. */
      readonly kept: number;
    }
  /** The functions that failed or were throttled in the last day. */
  | {
      readonly kind: 'functions';
      readonly troubled: readonly { readonly name: string; readonly errors: number; readonly throttles: number }[];
    }
  /** Executions that failed, timed out or were aborted in the last day, but for which EventBridge received no event. */
  | {
      readonly kind: 'unreported';
      readonly executions: readonly string[];
      /** True if there may be more executions than the check read. */
      readonly isCut: boolean;
    }
  /**
   * The functions whose events Lambda dropped in the last day. `dropped` is the number of a function's dropped events.
   * `notKept` is the number of those events that the queue of unhandled events did not accept.
   */
  | {
      readonly kind: 'dropped-events';
      readonly functions: readonly { readonly name: string; readonly dropped: number; readonly notKept: number }[];
      /**
       * The number of events about requests and files that EventBridge could neither deliver nor send to the dead-letter queue.
       */
      readonly lostRequests: number;
    }
  /** Figures of the last week. A missing count means that CloudWatch has no data, because nothing happened. */
  | {
      readonly kind: 'week';
      readonly sent: number | undefined;
      readonly latestSeconds: number | undefined;
      /** The number of failure emails. */
      readonly failed: number | undefined;
      /** The number of running executions of both reminder state machines. */
      readonly open: number;
      /** True if there may be more running executions. */
      readonly isCut: boolean;
    }
  /** The account's quota of concurrent Lambda executions. Missing if AWS returns no quota. */
  | { readonly kind: 'concurrency'; readonly limit: number | undefined }
  /** The topic in the parameter, and the resources that use a different topic. */
  | {
      readonly kind: 'topic-use';
      readonly topicArn: string;
      readonly different: readonly ('state machine' | 'stack')[];
    }
  | { readonly kind: 'alarms'; readonly count: number; readonly ringing: readonly string[] }
  | { readonly kind: 'operations-topic-gone'; readonly name: string }
  | {
      readonly kind: 'operators';
      readonly topicArn: string;
      readonly confirmed: number;
      readonly waiting: readonly { readonly protocol: string; readonly endpoint: string }[];
      /** The endpoints that have unsubscribed in the last three days. */
      readonly ended: readonly string[];
    };

/** A check of one part of the deployment or the account. If it throws an error, the error becomes its finding. */
export type Check = (deployment: Deployment, parts: DeploymentParts) => Promise<Finding>;

/** The finding of a check that could not run. */
export const NOT_CHECKED: Finding = { status: 'fail', kind: 'not-checked' };
