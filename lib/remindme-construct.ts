import { createHash } from 'node:crypto';
import { Stack, Stage } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type Grant, type IGrantable, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { physicalNames } from '../core/naming/physical-names.ts';
import { DEFAULT_SERVICE } from '../core/naming/service-name.ts';
import { Intake } from './intake/intake.ts';
import { useKey } from './kit/access/use-key.ts';
import { failedMetric, latenessMetric } from './operations/service-alarms.ts';
import { Reminders } from './reminders/reminders.ts';
import type { RemindmeProps } from './remindme-props.ts';
import { type GrantedService, grantAccess, MANAGE, READ, REMIND } from './service-grants.ts';
import { addOutputs } from './service-outputs.ts';
import { checkSettings } from './settings.ts';
import { StackCreator } from './stack-creator/stack-creator.ts';
import { Notifications } from './topics/notifications.ts';

/**
 * The parts of the service. If `Remindme` is in a stack, each part is a construct with `id`. Otherwise, each part is a stack
 * with `description`.
 */
const PARTS = {
  notifications: {
    id: 'Notifications',
    description: 'remindme: topics, queues and parameters that outlive a deployment',
  },
  reminders: {
    id: 'Reminders',
    description: 'remindme: the state machines and the function that send reminders',
  },
  stackCreator: {
    id: 'Stacks',
    description: 'remindme: the state machine that creates stacks and reports the result',
  },
  intake: { id: 'Intake', description: 'remindme: the ways in besides the state machines' },
} as const;

/**
 * The reminder service. A request names a message and a time, and at that time the service sends an email.
 *
 * If the construct is in a stack, all its resources are in that stack. In an app or a stage, it adds four stacks,
 * `<name>-notifications`, `<name>-reminders`, `<name>-stack-creator` and `<name>-intake`, so that the resources with data are
 * separate from the others.
 */
export class Remindme extends Construct {
  /** The service's name. The command line finds the service by this name. */
  readonly name: string;
  /** The state machine that publishes reminders with the SNS integration of Step Functions. */
  readonly snsStateMachine: IStateMachine;
  /** The state machine that publishes reminders through a Lambda function. */
  readonly lambdaStateMachine: IStateMachine;
  /** The state machine that creates, updates and deletes stacks. */
  readonly stackCreatorStateMachine: IStateMachine;
  /** The topic that every reminder is published to. */
  readonly reminderTopic: ITopic;
  /** The topic that email addresses are subscribed to. */
  readonly emailTopic: ITopic;
  /** The topic that notifies operators. */
  readonly operationsTopic: ITopic;
  /** The queue that keeps the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
  /** The URL of the HTTP API, or undefined if the service has none. */
  readonly apiUrl: string | undefined;
  /** The ARN of the event bus, or undefined if the service has none. */
  readonly eventBusArn: string | undefined;
  /** The name of the bucket for files with reminders, or undefined if the service has none. */
  readonly filesBucketName: string | undefined;
  private readonly granted: GrantedService;

  /** @throws SettingError if a property has a value that is not accepted */
  constructor(scope: Construct, id: string, props: RemindmeProps = {}) {
    super(scope, id);
    const stack = stackAround(this);
    const settings = checkSettings(props, generatedName(this, stack));
    const { stateMachines, stacks, parameters } = physicalNames(settings.name);
    const place = (part: keyof typeof PARTS): Construct =>
      stack
        ? new Construct(this, PARTS[part].id)
        : new Stack(scope, stacks[part], { description: PARTS[part].description });
    const places = {
      notifications: place('notifications'),
      reminders: place('reminders'),
      stackCreator: place('stackCreator'),
      intake: place('intake'),
    };

    // the id Default adds nothing to the logical ids, so these stay the same as in the first release
    const notifications = new Notifications(places.notifications, 'Default', { settings });
    const { topic, emailTopic, operationsTopic, undeliveredQueue } = notifications;
    const reminders = new Reminders(places.reminders, 'Default', {
      settings,
      topic,
      topicParameter: notifications.topicParameter,
      undeliveredQueue,
      schedules: notifications.schedules,
    });
    const stackCreator = new StackCreator(places.stackCreator, 'Default', {
      topic,
      stackPrefix: settings.stackPrefix,
      deploymentRole: settings.deploymentRole,
      protectedStacks: [...new Set(Object.values(places).map((each) => Stack.of(each).stackName))],
      stateMachineName: stateMachines.stackCreator,
      parameterName: parameters.stateMachineArn('stack-creator'),
    });
    const intake = new Intake(places.intake, 'Default', {
      settings,
      reportFailure: notifications.reportFailure,
      throttledQueue: notifications.throttledQueue,
      schedules: notifications.schedules,
      unhandledQueue: notifications.unhandledQueue,
    });
    const { permissionsBoundary, encryptionKey } = settings;
    if (permissionsBoundary) {
      for (const each of Object.values(places)) {
        PermissionsBoundary.of(each).apply(permissionsBoundary);
      }
    }
    if (encryptionKey) {
      useKey(encryptionKey, [notifications, reminders, stackCreator.stateMachine, intake]);
    }
    if (!stack) {
      addOutputs({ notifications, reminders, stackCreator, intake });
      Stack.of(intake).addStackDependency(
        Stack.of(reminders),
        'It starts the state machines, and finds them by their names.',
      );
    }

    this.name = settings.name;
    this.granted = { scope: reminders, name: settings.name, scheduleRole: notifications.schedules.role };
    this.snsStateMachine = reminders.sns;
    this.lambdaStateMachine = reminders.lambda;
    this.stackCreatorStateMachine = stackCreator.stateMachine;
    this.reminderTopic = topic;
    this.emailTopic = emailTopic;
    this.operationsTopic = operationsTopic;
    this.undeliveredQueue = undeliveredQueue;
    this.apiUrl = intake.apiUrl;
    this.eventBusArn = intake.eventBusArn;
    this.filesBucketName = intake.filesBucketName;
  }

  /** Grants permission to start reminders, including repeated ones. */
  grantRemind(grantee: IGrantable): Grant {
    return grantAccess(this.granted, grantee, REMIND);
  }

  /** Grants permission to list and show reminders, including their messages. */
  grantRead(grantee: IGrantable): Grant {
    return grantAccess(this.granted, grantee, READ);
  }

  /** Grants permission to start, list, show, change, cancel and retry reminders. */
  grantManage(grantee: IGrantable): Grant {
    return grantAccess(this.granted, grantee, MANAGE);
  }

  /**
   * Returns the lateness metric: the seconds from a reminder's due time to its publication.
   *
   * @default - maximum over 5 minutes
   */
  metricLateness(props: MetricOptions = {}): Metric {
    return latenessMetric(this.name, 'Maximum').with(props);
  }

  /**
   * Returns the metric that counts the executions that failed, timed out or were aborted. It leaves out rejected requests and
   * cancelled reminders.
   *
   * @default - sum over 5 minutes
   */
  metricFailed(props: MetricOptions = {}): Metric {
    return failedMetric(this.name).with(props);
  }
}

/** Returns the stack that contains the construct, or undefined if no stack of its app or stage does. */
function stackAround(construct: Construct): Stack | undefined {
  // a pipeline's stack can contain the stage, so the search ends at the nearest stack or stage
  const nearest = construct.node.scopes.findLast((each) => Stack.isStack(each) || Stage.isStage(each));
  return Stack.isStack(nearest) ? nearest : undefined;
}

/**
 * Derives the default name from the construct's path and from the name of its stack, if it has one. Stack names are unique in
 * an account and region.
 */
function generatedName(construct: Construct, stack: Stack | undefined): string {
  const path = `${stack?.stackName}/${construct.node.path}`;
  return `${DEFAULT_SERVICE}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
