import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundledCode } from './bundled-code.ts';

/** Properties of {@link ServiceFunction}. */
export interface ServiceFunctionProps {
  /**
   * The function's physical name.
   * @default - a generated name
   */
  readonly functionName?: string;
  /** The function's description in the console. */
  readonly description: string;
  /** The folder in `lambda/` with the function's code. */
  readonly code: string;
  /** The time limit of an invocation. It must exceed the total time limit of the function's calls to AWS. */
  readonly timeout: Duration;
  /** The function's permissions, except the ones for its own log. */
  readonly permissions: readonly PolicyStatement[];
  /** The function's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * The memory, in MB.
   * @default MEMORY_MEGABYTES
   */
  readonly memoryMegabytes?: number;
}

/**
 * The default memory of a function, in MB. Lambda assigns CPU in proportion to memory. With 128 MB, the first invocation takes
 * twice as long.
 */
export const MEMORY_MEGABYTES = 256;

/** A Lambda function with code from `lambda/`, bundled with the AWS SDK. It has its own role, log group and alias. */
export class ServiceFunction extends Construct {
  /** The function itself. Its metrics include all versions. */
  readonly function: IFunction;
  /**
   * The alias of the current version. Executions call the alias, so even an execution that has waited for months calls the
   * current version. A deployment keeps the old version, so that operators can point the alias back to it.
   */
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { functionName, description, permissions } = props;
    const logGroup = new LogGroup(this, 'Log', {
      ...(functionName !== undefined && { logGroupName: `/aws/lambda/${functionName}` }),
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${functionName ?? id} may do`,
    });
    for (const permission of permissions) {
      role.addToPolicy(permission);
    }
    logGroup.grantWrite(role);

    const latest = new LambdaFunction(this, 'Function', {
      ...(functionName !== undefined && { functionName }),
      description,
      code: bundledCode(props.code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? MEMORY_MEGABYTES,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // omit the START, END and REPORT lines of successful invocations: they cost more than the function's own line, and
      // metrics give the same figures
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: { ...props.environment },
      // keep old versions; but after a failed first deployment, delete the version, because it would block the next deployment
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    this.function = latest;
    this.live = new Alias(this, 'Live', { aliasName: 'live', version: latest.currentVersion });
  }

  /**
   * Sends an event to the queue if the function cannot handle it. SNS, EventBridge and Scheduler invoke the function
   * asynchronously, and Lambda runs it up to three times for each event. Without the queue, Lambda would then drop the event
   * (AWS Lambda Developer Guide, "Asynchronous invocation").
   */
  keepUnhandledEvents(queue: IQueue): void {
    this.live.configureAsyncInvoke({
      // CDK's SqsDestination would also grant sqs:GetQueueAttributes and sqs:GetQueueUrl
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
    });
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  }
}
