import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReminderSchedules } from '../schedules/reminder-schedules.ts';
import type { Settings } from '../settings.ts';
import { ExpiringObjects } from './events/expiring-objects.ts';
import { ReminderEvents } from './events/reminder-events.ts';
import { RingingAlarms } from './events/ringing-alarms.ts';
import { Files } from './files/files.ts';
import { HttpApi } from './http-api/http-api.ts';

/** Properties of {@link Intake}. */
export interface IntakeProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
  /** The function that reports failures to operators. */
  readonly reportFailure: IFunction;
  /** The throttled queue for emails. */
  readonly throttledQueue: IQueue;
  /** The schedule group of the reminders, including its role and its dead-letter queue. */
  readonly schedules: ReminderSchedules;
  /** The dead-letter queue for events that EventBridge cannot deliver. */
  readonly unhandledQueue: IQueue;
}

/**
 * The HTTP API, the event bus, the bucket for files, and the reminders about alarms and expiring objects. Settings turn each of
 * these on or off.
 */
export class Intake extends Construct {
  /** The URL of the HTTP API. */
  readonly apiUrl?: string;
  /** The ARN of the event bus, for the events about requested, sent and failed reminders. */
  readonly eventBusArn?: string;
  /** The name of the bucket whose objects are deleted after some days, with a reminder before the deletion. */
  readonly expiringObjectsBucketName?: string;
  /** The name of the bucket for files with reminders. */
  readonly filesBucketName?: string;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    const { settings, reportFailure, throttledQueue, unhandledQueue } = props;
    const { name: service, api, events, files, ringingAlarms, expiringObjects } = settings;
    if (api) {
      this.apiUrl = new HttpApi(this, 'HttpApi', { service, schedules: props.schedules }).url;
    }
    if (events) {
      this.eventBusArn = new ReminderEvents(this, 'Events', { service, reportFailure, unhandledQueue }).busArn;
    }
    if (ringingAlarms !== undefined) {
      new RingingAlarms(this, 'RingingAlarms', { service, prefix: ringingAlarms, unhandledQueue });
    }
    if (expiringObjects !== undefined) {
      const { bucketName } = new ExpiringObjects(this, 'ExpiringObjects', {
        service,
        expiry: expiringObjects,
        unhandledQueue,
      });
      this.expiringObjectsBucketName = bucketName;
    }
    if (files) {
      this.filesBucketName = new Files(this, 'Files', { service, throttledQueue, unhandledQueue }).bucketName;
    }
  }
}
