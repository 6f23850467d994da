import type { Deployment, DeploymentParts } from '../deployment.ts';
import type { ClientFailure } from '../failures.ts';
import type { Subscriber } from '../subscriptions/read-subscribers.ts';

/** What a check has found: a kind with its data, and how serious it is. */
export type Finding = {
  /** `warn`: reminders arrive, but something needs attention; `fail`: reminders do not arrive. */
  readonly status: 'ok' | 'warn' | 'fail';
} & FindingData;

type FindingData =
  | { readonly kind: 'check-failed'; readonly failure: ClientFailure }
  /** It depends on something that another check has found broken. */
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'caller'; readonly account: string; readonly arn: string }
  | { readonly kind: 'region'; readonly region: string }
  /** Milliseconds that this machine is ahead of AWS; missing if AWS sent no time. */
  | { readonly kind: 'clock'; readonly ahead: number | undefined }
  | { readonly kind: 'parameters'; readonly service: string }
  /** `state` is missing if the state machine is gone. */
  | { readonly kind: 'state-machine'; readonly name: string; readonly state: string | undefined }
  | { readonly kind: 'topics'; readonly names: readonly string[]; readonly gone: readonly string[] }
  | { readonly kind: 'throttle-not-subscribed' }
  | {
      readonly kind: 'subscribers';
      readonly confirmed: number;
      readonly waiting: readonly string[];
      readonly notThrottled: Subscriber | undefined;
    }
  | {
      readonly kind: 'open-executions';
      readonly open: number;
      readonly limit: number;
      /** Counted here, because CloudWatch has no figures: other state machines are not included. */
      readonly isCounted: boolean;
      /** Whether there may be more. */
      readonly isCut: boolean;
    }
  | { readonly kind: 'queue-gone'; readonly name: string }
  /** What waits until a person sends it again. */
  | { readonly kind: 'undelivered' | 'unhandled'; readonly count: number }
  /** The pipe that takes emails from the throttled queue. `state` is missing if it is gone. */
  | { readonly kind: 'pipe'; readonly name: string; readonly state: string | undefined }
  | {
      readonly kind: 'emails';
      readonly waiting: number;
      /** How long the first email waits; missing if CloudWatch has no figure. */
      readonly oldestSeconds: number | undefined;
      /** Those that could not be published. */
      readonly kept: number;
    }
  /** The functions that failed or were throttled in the last day. */
  | {
      readonly kind: 'functions';
      readonly troubled: readonly { readonly name: string; readonly errors: number; readonly throttles: number }[];
    }
  /** How many executions of functions may run at the same time; missing if AWS does not say. */
  | { readonly kind: 'concurrency'; readonly limit: number | undefined }
  /** The topic that the parameter names, and what names another one. */
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
    };

/** Checks one thing that a reminder needs. An error that it throws is a finding, too. */
export type Check = (deployment: Deployment, parts: DeploymentParts) => Promise<Finding>;

/** A finding about something that another check has found broken. */
export const NOT_CHECKED: Finding = { status: 'fail', kind: 'not-checked' };
