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
  /** Physical name of the function. */
  readonly functionName: string;
  /** What it does, for anyone who opens it in the console. */
  readonly description: string;
  /** Path of the file that exports `handler`. */
  readonly entry: string;
  /** How long it may run; longer than its own calls may take together. */
  readonly timeout: Duration;
  /** What it may do, besides writing its own log. */
  readonly permissions: readonly PolicyStatement[];
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A function of the service: TypeScript in `lambda/`, bundled with its SDK, with a role and a log of its own and an alias that
 * stays.
 */
export class ServiceFunction extends Construct {
  /** The function itself, whose metrics count all its versions. */
  readonly function: IFunction;
  /**
   * The version in use, under a name that stays: what waits for months names the alias. A deployment switches it to the new version at
   * once; an old version stays, so that the alias can be set back to it.
   */
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { functionName, description, permissions } = props;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${functionName} may do`,
    });
    for (const permission of permissions) {
      role.addToPolicy(permission);
    }
    logGroup.grantWrite(role);

    const latest = new LambdaFunction(this, 'Function', {
      functionName,
      description,
      code: bundledCode(props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Lambda gives CPU by memory: with 128 MB the first call takes twice as long
      memorySize: 256,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // no START, END and REPORT of a successful run: they cost more than the function's own line, and metrics have their
      // figures
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: { ...props.environment },
      // except on create: a first deployment that fails leaves no version that blocks the next one
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    this.function = latest;
    this.live = new Alias(this, 'Live', { aliasName: 'live', version: latest.currentVersion });
  }
  /**
   * Keeps the events that the function does not handle. SNS and EventBridge invoke it asynchronously: they only hand an event
   * over to Lambda, which tries
   * the function three times; without this it would then drop the event (AWS Lambda Developer Guide, "Asynchronous invocation").
   */
  keepUnhandledEvents(queue: IQueue): void {
    this.live.configureAsyncInvoke({
      // not SqsDestination, which also allows to read the queue
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
    });
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  }
}
