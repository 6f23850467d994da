import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type EVENT_TYPES, physicalNames, VIAS, type Via } from '../../core/naming/physical-names.ts';
import { withoutSuffix } from '../../core/reminder/execution-name.ts';
import { CLIENT_SETTINGS } from './client-settings.ts';

/** An event that reports what happened to a reminder. It never contains the reminder's text. */
export type ReminderEvent =
  | {
      readonly type: typeof EVENT_TYPES.sent;
      readonly detail: {
        readonly id: string;
        readonly via: Via;
        /** The due time as RFC 3339 in UTC. */
        readonly dueAt: string;
        /** The time at which the reminder topic received the reminder, RFC 3339 in UTC. */
        readonly sentAt: string;
      };
    }
  | {
      readonly type: typeof EVENT_TYPES.failed;
      readonly detail: {
        readonly id: string;
        readonly via: Via;
        /** The due time as RFC 3339 in UTC. Null if neither the execution's name nor its input contains it. */
        readonly dueAt: string | null;
        /** The execution's error, or its status if it has no error, such as `TIMED_OUT`. */
        readonly error: string;
      };
    };

/** The EventBridge client. */
export const eventBridge = new EventBridgeClient(CLIENT_SETTINGS);

/** The identity of a reminder: its id and its state machine. */
export interface ReminderExecution {
  readonly id: string;
  readonly via: Via;
}

/**
 * Reads a reminder's id and state machine from the ARN of an execution:
 * `arn:aws:states:<region>:<account>:execution:<state machine>:<name>`. Returns `undefined` if the execution does not belong to
 * one of the service's reminder state machines.
 */
export function reminderExecution(executionArn: string | undefined): ReminderExecution | undefined {
  const [, , service, , , kind, machine, id] = (executionArn ?? '').split(':');
  const { stateMachines } = physicalNames(process.env['SERVICE'] ?? '');
  const via = VIAS.find((each) => stateMachines[each] === machine);
  return service === 'states' && kind === 'execution' && id && via ? { id: withoutSuffix(id), via } : undefined;
}

/**
 * Sends an event to the service's bus. The variable `EVENT_BUS` contains the bus's name. Without this variable, the function
 * does nothing.
 *
 * This function never throws, because Lambda would then run the handler again, which could queue a second email. If the call
 * fails, or if EventBridge refuses the event, the function logs the error's name.
 */
export async function putEvent({ type, detail }: ReminderEvent): Promise<void> {
  const { EVENT_BUS, SERVICE = '' } = process.env;
  if (EVENT_BUS === undefined) {
    return;
  }
  try {
    const { Entries: [entry] = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: EVENT_BUS,
            Source: physicalNames(SERVICE).eventSource,
            DetailType: type,
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );
    if (entry?.EventId === undefined) {
      throw Object.assign(new Error(entry?.ErrorMessage), { name: entry?.ErrorCode ?? 'NoEventId' });
    }
  } catch (error) {
    console.error({ event: 'not put onto the bus', type, id: detail.id, error: (error as Error).name });
  }
}
