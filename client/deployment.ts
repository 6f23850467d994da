import { physicalNames, VIAS, type Via } from '../core/naming/physical-names.ts';
import type { Repetition } from '../core/repetition/repetition.ts';
import type { Connection } from './aws/connection.ts';
import type { Executions } from './aws/executions.ts';
import type { ScheduleTarget } from './aws/schedule-fields.ts';
import type { Schedules } from './aws/schedules.ts';
import { ClientError } from './failures.ts';

/** The parts of a deployment, from its parameters in Parameter Store. */
export interface DeploymentParts {
  /** The topic that reminders are published to. */
  readonly topicArn: string;
  /** The topic that email addresses subscribe to. */
  readonly emailTopicArn: string;
  readonly stateMachineArns: StateMachineArns;
  /** The queue that keeps undelivered reminders. */
  readonly undeliveredQueueUrl: string;
  /** The queue that keeps unhandled events. */
  readonly unhandledQueueUrl: string;
  /** The topic for alarms and failure emails. */
  readonly operationsTopicArn: string;
}

/** The ARNs of the state machines that send reminders. */
export type StateMachineArns = Readonly<Record<Via, string>>;

/** A deployment's reminder state machines, and the clients that call them. */
export interface Machines {
  readonly executions: Executions;
  /** The schedules of repeated reminders, and of reminders that are due too far in the future for one execution. */
  readonly schedules: Schedules;
  /**
   * Returns the role and the dead-letter queue for a new schedule.
   *
   * @throws ClientError `no-deployment` if a parameter is missing, for example because the deployed version does not support
   * repeated reminders
   */
  readonly scheduleTarget: () => Promise<ScheduleTarget>;
  readonly arns: StateMachineArns;
  /** The reminders that are stored on this computer. Missing if the caller does not store reminders. */
  readonly memory?: ReminderMemory | undefined;
}

/** Stores the state machines' ARNs as text for the next use, for example in a file. */
export interface DeploymentCache {
  read(): string | undefined;
  write(text: string): void;
}

/** A reminder that is stored on this computer. */
export interface RememberedReminder {
  readonly arn: string;
  readonly message: string;
  /** The due time in milliseconds since the epoch. */
  readonly due: number;
  readonly startedAt: number;
  /**
   * The rule of a repeated reminder, and the time when its schedule was last changed. Missing if the reminder is due only once.
   */
  readonly repeated?: { readonly modifiedAt: number; readonly repetition: Repetition };
  /**
   * True if the execution has sent its reminder, and false if it has sent nothing. Present only for an ended execution whose
   * name contains no due time.
   */
  readonly wasSent?: boolean;
}

/** Stores the messages and due times of reminders on this computer, because ListExecutions does not return them. */
export interface ReminderMemory {
  /** Returns all stored reminders, keyed by execution ARN. */
  recall(): ReadonlyMap<string, RememberedReminder>;
  /** Returns the stored reminder whose execution has the given ARN. Returns `undefined` if it is not stored. */
  find(arn: string): RememberedReminder | undefined;
  remember(reminder: RememberedReminder): void;
}

/** The settings for finding and using a deployment. */
export interface DeploymentOptions {
  readonly connection: Connection;
  /** The deployment's name, from the setting `name`. */
  readonly service: string;
  /**
   * A cache that stores the state machines' ARNs for a day.
   *
   * @default - the ARNs are read from Parameter Store each time
   */
  readonly cache?: DeploymentCache;
  /** @default - reminders are not stored */
  readonly memory?: ReminderMemory;
}

/**
 * The maximum age of cached ARNs. If a state machine has since been deleted, the next call to it fails, and the ARNs are read
 * again.
 */
const AGE_LIMIT_MILLISECONDS = 24 * 3_600_000;

/** Matches AWS's error names for a state machine that does not exist or belongs to another account. */
const MAYBE_STALE = /^(StateMachineDoesNotExist|InvalidArn|AccessDenied(Exception)?)$/;

interface Cached {
  readonly readAt: number;
  readonly stateMachineArns: StateMachineArns;
}

/** A deployment of the service, found by its name. */
export class Deployment {
  readonly connection: Connection;
  readonly service: string;
  private readonly cache: DeploymentCache | undefined;
  private readonly memory: ReminderMemory | undefined;
  private clients: Pick<Machines, 'executions' | 'schedules'> | undefined;

  constructor({ connection, service, cache, memory }: DeploymentOptions) {
    this.connection = connection;
    this.service = service;
    this.cache = cache;
    this.memory = memory;
  }

  /**
   * Reads the deployment's parts from Parameter Store, and caches the state machines' ARNs. It does not cache topics and
   * queues. They have new names after a removed deployment is deployed again, and a call with an old name may still succeed.
   *
   * @throws ClientError `no-deployment` if a parameter is missing
   */
  async read(): Promise<DeploymentParts> {
    const { parameters } = physicalNames(this.service);
    const names = {
      topicArn: parameters.topicArn,
      emailTopicArn: parameters.emailTopicArn,
      sns: parameters.stateMachineArn('sns'),
      lambda: parameters.stateMachineArn('lambda'),
      undeliveredQueueUrl: parameters.undeliveredQueueUrl,
      unhandledQueueUrl: parameters.unhandledQueueUrl,
      operationsTopicArn: parameters.operationsTopicArn,
    };
    const values = await this.readAll(Object.values(names));
    const valueFor = (name: keyof typeof names) => values(names[name]);
    const stateMachineArns = { sns: valueFor('sns'), lambda: valueFor('lambda') };
    this.cache?.write(JSON.stringify({ readAt: Date.now(), stateMachineArns } satisfies Cached));
    return {
      topicArn: valueFor('topicArn'),
      emailTopicArn: valueFor('emailTopicArn'),
      stateMachineArns,
      undeliveredQueueUrl: valueFor('undeliveredQueueUrl'),
      unhandledQueueUrl: valueFor('unhandledQueueUrl'),
      operationsTopicArn: valueFor('operationsTopicArn'),
    };
  }

  /** Returns the state machines with the given ARNs, and the clients that call them. */
  async machines(arns: StateMachineArns): Promise<Machines> {
    const { Executions } = await import('./aws/executions.ts');
    const { Schedules } = await import('./aws/schedules.ts');
    this.clients ??= {
      executions: new Executions(this.connection),
      schedules: new Schedules(this.connection, physicalNames(this.service).scheduleGroup),
    };
    return { ...this.clients, arns, memory: this.memory, scheduleTarget: () => this.readScheduleTarget() };
  }

  private async readScheduleTarget(): Promise<ScheduleTarget> {
    const { scheduleRoleArn, scheduleQueueArn } = physicalNames(this.service).parameters;
    const values = await this.readAll([scheduleRoleArn, scheduleQueueArn]);
    return { roleArn: values(scheduleRoleArn), deadLetterQueueArn: values(scheduleQueueArn) };
  }

  /** Reads parameters. Returns a function that maps a parameter's name to its value. Throws if a parameter is missing. */
  private async readAll(names: readonly string[]): Promise<(name: string) => string> {
    const { readParameters } = await import('./aws/read-parameters.ts');
    const { region, values } = await readParameters(this.connection, names);
    const missing = names.filter((name) => !values[name]);
    if (missing.length > 0) {
      throw new ClientError({
        kind: 'no-deployment',
        service: this.service,
        region,
        missing: missing.length === names.length ? [] : missing,
      });
    }
    return (name) => values[name] ?? '';
  }

  /**
   * Calls `use` with the deployment's state machines. If a call fails because the cached ARNs are out of date, reads the ARNs
   * again and repeats `use`.
   *
   * @param use must be safe to call again after a state machine was not found
   * @throws ClientError `no-deployment` if a parameter is missing
   * @throws the errors of `use`
   */
  async withMachines<T>(use: (machines: Machines) => Promise<T>): Promise<T> {
    const known = this.cached();
    if (!known) {
      return use(await this.machines((await this.read()).stateMachineArns));
    }
    const machines = await this.machines(known);
    try {
      return await use(machines);
    } catch (error) {
      if (!(error instanceof Error) || !MAYBE_STALE.test(error.name)) {
        throw error;
      }
      const { stateMachineArns } = await this.read();
      if (JSON.stringify(stateMachineArns) === JSON.stringify(known)) {
        throw error;
      }
      return use({ ...machines, arns: stateMachineArns });
    }
  }

  private cached(): StateMachineArns | undefined {
    const text = this.cache?.read();
    if (text === undefined) {
      return undefined;
    }
    try {
      const { readAt, stateMachineArns } = JSON.parse(text) as Cached;
      const age = Date.now() - readAt;
      const isWhole = VIAS.every((via) => stateMachineArns[via]);
      return isWhole && age >= 0 && age < AGE_LIMIT_MILLISECONDS ? stateMachineArns : undefined;
    } catch {
      return undefined; // the cache is incomplete, or another version wrote it
    }
  }
}
