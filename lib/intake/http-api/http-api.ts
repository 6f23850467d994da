import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  CfnIntegration,
  CfnRoute,
  type CfnStage,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { HttpApiFunction, type HttpApiFunctionProps } from './http-api-function.ts';

/**
 * The throttling of each route: the rate in requests per second, and the burst in requests. Without throttling, callers of the
 * API could use up the account's Step Functions quotas. In most regions, they are 150 StartExecution, 10 DescribeExecution and
 * 2 ListExecutions calls per second. A list needs about one call for each state machine.
 */
const ROUTES = [
  { name: 'Add', key: 'POST /reminders', rate: 50, burst: 100 },
  { name: 'List', key: 'GET /reminders', rate: 1, burst: 20 },
  { name: 'Show', key: 'GET /reminders/{id}', rate: 5, burst: 50 },
  { name: 'Change', key: 'PATCH /reminders/{id}', rate: 2, burst: 20 },
  { name: 'Cancel', key: 'DELETE /reminders/{id}', rate: 2, burst: 20 },
] as const;

/** The throttling of requests to unknown paths and methods. The function answers them with 404 or 405. */
const OTHERS = { rateLimit: 10, burstLimit: 20 };

/**
 * The fields of the access log: the caller, the request's path and the result. The log has no body and no query, so it contains
 * no reminder's text.
 */
const LOGGED = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    caller: AccessLogField.contextIdentityUserArn(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    method: AccessLogField.contextHttpMethod(),
    path: AccessLogField.contextPath(),
    status: AccessLogField.contextStatus(),
    milliseconds: AccessLogField.contextResponseLatency(),
    error: AccessLogField.contextErrorMessage(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
  }),
);

/**
 * The HTTP API. It starts, lists, changes and cancels reminders for signed requests from the same account. One function answers
 * all requests, so that a request with an unknown path or method also gets problem details. CORS is off, because a web page
 * must not have AWS credentials.
 */
export class HttpApi extends Construct {
  /** The API's URL, with a trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, { service, schedules }: HttpApiFunctionProps) {
    super(scope, id);
    const { httpApi, parameters } = physicalNames(service);
    const answering = new HttpApiFunction(this, 'Function', { service, schedules });
    const api = new Api(this, 'Api', {
      apiName: httpApi,
      description: `Starts, lists, changes and cancels reminders of ${service}`,
      createDefaultStage: false,
    });
    const { apiId } = api;
    answering.live.addPermission('Invoke', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // this pattern matches every route, including $default, whose ARN does not end with a method and a path
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: apiId, resourceName: '*' }),
    });
    const integration = new CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: answering.live.functionArn,
      payloadFormatVersion: '2.0',
    });
    const addRoute = (routeKey: string, name: string) =>
      new CfnRoute(this, `${name}Route`, {
        apiId,
        routeKey,
        authorizationType: 'AWS_IAM',
        target: `integrations/${integration.ref}`,
      });
    const routes = [...ROUTES.map(({ key, name }) => addRoute(key, name)), addRoute('$default', 'Other')];
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: OTHERS,
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            // with this prefix, the account's resource policy for logs needs no statement for API Gateway
            logGroupName: `/aws/vendedlogs/apigateway/${httpApi}`,
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: LOGGED,
      },
    });
    const settings = ROUTES.map(({ key, rate, burst }) => [
      key,
      { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    ]);
    // CDK's HttpStage supports only one throttle for all routes
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(settings);
    stage.node.addDependency(...routes);

    this.url = stage.url;
    new StringParameter(this, 'Parameter', {
      parameterName: parameters.apiUrl,
      stringValue: this.url,
      description: 'URL of the HTTP API',
    });
  }
}
