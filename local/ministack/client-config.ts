import { HOST } from './free-port.ts';

/** The account id in MiniStack. */
export const ACCOUNT = '000000000000';
/** The region that this project uses in MiniStack. */
export const REGION = 'us-east-1';

/** The credentials that MiniStack accepts. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The settings that connect an AWS SDK client to MiniStack: `new SFNClient(ministack.clientConfig)`. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The environment variables that connect the AWS SDKs, the AWS CLI and the CDK in another process to MiniStack. */
export type ClientEnvironment = Readonly<
  Record<
    'AWS_ENDPOINT_URL' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_REGION' | 'AWS_DEFAULT_REGION',
    string
  >
>;

/**
 * The environment variable that turns off a warning of the AWS SDK on Node 20: SDK versions from 2027 on need Node 22. The
 * warning would appear in the middle of the output.
 */
export const NO_SDK_WARNING = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as const;

/** Returns the settings that connect an AWS SDK client to MiniStack on the given port of this computer. */
export function clientConfig(port: number): ClientConfig {
  return { endpoint: `http://${HOST}:${port}`, region: REGION, credentials: CREDENTIALS };
}

/** Returns the environment variables that connect another process to MiniStack on the given port of this computer. */
export function clientEnvironment(port: number): ClientEnvironment {
  const { endpoint, region, credentials } = clientConfig(port);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // version 1 of the AWS CLI reads only this variable
  };
}
