import { type CarriedCall, Carrier } from './carried-call.ts';
import type { Connection } from './connection.ts';
import { type ReminderSchedule, readSchedule, type ScheduleFields } from './schedule-fields.ts';

/** A schedule in a list. */
export interface ListedSchedule {
  readonly name: string;
  /** When the schedule was last changed, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly isPaused: boolean;
}

/** The maximum number of schedules that one call lists (EventBridge Scheduler API Reference, ListSchedules, MaxResults). */
const PAGE = 100;
/** Matches a name that EventBridge Scheduler accepts. */
const NAME = /^[0-9A-Za-z_.-]{1,64}$/;

/** A schedule in the response of ListSchedules. */
interface Summary {
  readonly Name?: string;
  readonly LastModificationDate?: number;
  readonly State?: string;
}

/** Reads, creates, changes and deletes the schedules in one group of EventBridge Scheduler. A missing group counts as empty. */
export class Schedules {
  private readonly carrier: Carrier;

  constructor(
    connection: Connection,
    /** The group's name. */
    readonly group: string,
  ) {
    this.carrier = new Carrier(connection, 'scheduler');
  }

  /** The number of throttled responses. The SDK retries throttled calls. */
  get throttles(): number {
    return this.carrier.throttles;
  }

  /** Returns the group's state: `ACTIVE` or `DELETING`. Returns `undefined` if there is no group. */
  async groupState(): Promise<string | undefined> {
    const answer = await this.answerTo({ method: 'GET', path: `/schedule-groups/${this.group}` });
    return (answer as { readonly State?: string } | undefined)?.State;
  }

  /**
   * Lists one page of the schedules.
   *
   * @param limit the maximum number of schedules on the page, at most 100
   * @param nextToken the token from the previous page; if missing, lists the first page
   */
  async page(
    limit = PAGE,
    nextToken?: string,
  ): Promise<{ readonly schedules: readonly ListedSchedule[]; readonly nextToken: string | undefined }> {
    const answer = (await this.answerTo({
      method: 'GET',
      path: '/schedules',
      query: {
        ScheduleGroup: this.group,
        MaxResults: String(limit),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      },
    })) as { readonly Schedules?: readonly Summary[]; readonly NextToken?: string } | undefined;
    const schedules = (answer?.Schedules ?? []).flatMap(({ Name: name, LastModificationDate = 0, State }) =>
      name ? { name, modifiedAt: LastModificationDate * 1_000, isPaused: State === 'DISABLED' } : [],
    );
    return { schedules, nextToken: answer?.NextToken };
  }

  /** Lists all schedules. */
  async *list(): AsyncGenerator<ListedSchedule> {
    let nextToken: string | undefined;
    do {
      const page = await this.page(PAGE, nextToken);
      yield* page.schedules;
      nextToken = page.nextToken;
    } while (nextToken);
  }

  /** Reads a schedule. Returns `undefined` if the schedule does not exist or does not start an execution. */
  async find(name: string): Promise<ReminderSchedule | undefined> {
    if (!NAME.test(name)) {
      return undefined;
    }
    const answer = await this.answerTo({ method: 'GET', ...this.at(name) });
    return answer === undefined ? undefined : readSchedule(name, answer as ScheduleFields);
  }

  /**
   * Creates a schedule.
   *
   * @returns false if a schedule with this name already exists
   * @throws the SDK's error `ValidationException` if EventBridge Scheduler does not accept a field
   */
  async create(name: string, fields: ScheduleFields): Promise<boolean> {
    try {
      await this.carrier.send({ method: 'POST', path: `/schedules/${name}`, body: this.bodyOf(fields) });
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConflictException') {
        return false;
      }
      throw error;
    }
  }

  /**
   * Replaces all fields of a schedule. UpdateSchedule sets each missing field to its default.
   *
   * @returns false if the schedule does not exist
   * @throws the SDK's error `ValidationException` if EventBridge Scheduler does not accept a field
   */
  async replace(name: string, fields: ScheduleFields): Promise<boolean> {
    const call = { method: 'PUT', path: `/schedules/${name}`, body: this.bodyOf(fields) } as const;
    return (await this.answerTo(call)) !== undefined;
  }

  /** Deletes a schedule. Returns false if the schedule does not exist. */
  async delete(name: string): Promise<boolean> {
    return (await this.answerTo({ method: 'DELETE', ...this.at(name) })) !== undefined;
  }

  /** Makes a call. Returns `undefined` if the schedule or its group does not exist. */
  private async answerTo(call: CarriedCall): Promise<unknown> {
    try {
      const { answer } = await this.carrier.send(call);
      return answer ?? {};
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') {
        return undefined;
      }
      throw error;
    }
  }

  private bodyOf(fields: ScheduleFields): string {
    // the SDK's retries send the same token, so EventBridge Scheduler performs the call only once
    return JSON.stringify({ ...fields, GroupName: this.group, ClientToken: crypto.randomUUID() });
  }

  private at(name: string) {
    return { path: `/schedules/${name}`, query: { groupName: this.group } };
  }
}
