/** An AWS list price in us-east-1, as of November 2026. */
export interface Price {
  /** The unit that AWS bills. */
  readonly unit: string;
  /** The price of `per` units, in US dollars. */
  readonly dollars: number;
  readonly per: number;
  /** The number of free units per month. Excludes units that are free only in an account's first year. */
  readonly free: number;
  /** The URL of the page with the price. */
  readonly source: string;
}

const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;
const MILLION = 1_000_000;

/** The prices for docs/costs.md. Prices may have changed since November 2026. */
export const PRICES = {
  transitions: {
    unit: 'state transitions of standard workflows',
    dollars: 25,
    per: MILLION,
    free: 4_000,
    source: page('step-functions'),
  },
  expressRequests: {
    unit: 'requests of Express workflows',
    dollars: 1,
    per: MILLION,
    free: 0,
    source: page('step-functions'),
  },
  expressDuration: {
    unit: 'GB-seconds of Express workflows',
    dollars: 0.00001667,
    per: 1,
    free: 0,
    source: page('step-functions'),
  },
  publishes: { unit: 'SNS publishes', dollars: 0.5, per: MILLION, free: MILLION, source: page('sns') },
  notifications: { unit: 'SNS deliveries to Lambda', dollars: 0, per: MILLION, free: 0, source: page('sns') },
  emails: { unit: 'SNS emails', dollars: 2, per: 100_000, free: 1_000, source: page('sns') },
  functionRequests: { unit: 'Lambda requests', dollars: 0.2, per: MILLION, free: MILLION, source: page('lambda') },
  functionDuration: {
    unit: 'GB-seconds of Lambda on arm64',
    dollars: 0.0000133334,
    per: 1,
    free: 400_000,
    source: page('lambda'),
  },
  functionDurationX86: {
    unit: 'GB-seconds of Lambda on x86',
    dollars: 0.0000166667,
    per: 1,
    free: 400_000,
    source: page('lambda'),
  },
  apiRequests: {
    unit: 'API Gateway requests, HTTP API',
    dollars: 1,
    per: MILLION,
    free: 0,
    source: page('api-gateway'),
  },
  customEvents: {
    unit: 'custom events of EventBridge and events of S3, for each 64 KB',
    dollars: 1,
    per: MILLION,
    free: 0,
    source: page('eventbridge'),
  },
  putRequests: { unit: 'S3 requests that write', dollars: 0.005, per: 1_000, free: 0, source: page('s3') },
  getRequests: { unit: 'S3 requests that read', dollars: 0.0004, per: 1_000, free: 0, source: page('s3') },
  fifoRequests: { unit: 'SQS requests, FIFO', dollars: 0.5, per: MILLION, free: MILLION, source: page('sqs') },
  pipeRequests: {
    unit: 'EventBridge Pipes requests',
    dollars: 0.4,
    per: MILLION,
    free: 0,
    source: page('eventbridge'),
  },
  schedules: {
    unit: 'EventBridge Scheduler invocations',
    dollars: 1,
    per: MILLION,
    free: 14 * MILLION,
    source: page('eventbridge'),
  },
  keyRequests: { unit: 'KMS requests', dollars: 0.03, per: 10_000, free: 20_000, source: page('kms') },
  keys: { unit: 'KMS customer keys', dollars: 1, per: 1, free: 0, source: page('kms') },
  logGigabytes: {
    unit: 'GB of logs, ingested and stored for a month',
    dollars: 0.53,
    per: 1,
    free: 5,
    source: page('cloudwatch'),
  },
  alarms: { unit: 'alarm metrics', dollars: 0.1, per: 1, free: 10, source: page('cloudwatch') },
  dashboards: {
    unit: 'dashboards of at most 50 metrics',
    dollars: 3,
    per: 1,
    free: 3,
    source: page('cloudwatch'),
  },
  largeDashboards: { unit: 'larger dashboards', dollars: 3, per: 1, free: 0, source: page('cloudwatch') },
  metrics: { unit: 'custom metrics', dollars: 0.3, per: 1, free: 10, source: page('cloudwatch') },
  metricRequests: {
    unit: 'requests of CloudWatch',
    dollars: 0.01,
    per: 1_000,
    free: MILLION,
    source: page('cloudwatch'),
  },
  traces: { unit: 'X-Ray traces recorded', dollars: 5, per: MILLION, free: 100_000, source: page('xray') },
} as const satisfies Readonly<Record<string, Price>>;

/** Returns the cost of `amount` units, in US dollars, without the free tier. */
export const listPrice = ({ dollars, per }: Price, amount: number): number => (amount * dollars) / per;

/** Returns the monthly cost of `amount` units, in US dollars, if nothing else in the account uses the free tier. */
export const afterFreeTier = (price: Price, amount: number): number =>
  listPrice(price, Math.max(0, amount - price.free));
