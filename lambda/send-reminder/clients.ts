import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

/**
 * One handling makes at most 4 calls (parameter, publish, and both again where the topic is gone), each tried at most twice
 * and each try ended after 3 s: with the pauses between tries 25 s, inside of the function's 30 s.
 */
const configuration = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** Clients are made once for an execution environment, at init, so that their connections are kept. */
export const sns = new SNSClient(configuration);
export const ssm = new SSMClient(configuration);
