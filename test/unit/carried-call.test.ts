import { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import { carryCall } from '../../client/aws/carried-call.ts';

// if all test projects run together, the end-to-end tests have set AWS_ENDPOINT_URL
beforeAll(() => {
  delete process.env['AWS_ENDPOINT_URL'];
});

// The host is "<service>.<region>.<suffix>". The signature contains "<date>/<region>/<service>/aws4_request" (AWS General
// Reference, "Service endpoints" and "Create a signed AWS API request"). The local AWS checks neither the host nor the
// signature.
test.each([
  ['eu-central-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'amazonaws.com'],
])("a carried call in %s goes to its service's host, with that service in its signature", async (region, suffix) => {
  const https = await import('node:https');
  for (const service of ['ssm', 'lambda', 'pipes'] as const) {
    const asked: { host?: string; method?: string; path?: string; headers?: Record<string, string> }[] = [];
    const request = jest.spyOn(https.default, 'request').mockImplementation((options: unknown) => {
      asked.push(options as (typeof asked)[number]);
      const sent = Object.assign(new EventEmitter(), { end: () => {}, setTimeout: () => {} });
      setImmediate(() => sent.emit('error', Object.assign(new Error('no network'), { code: 'ENOTFOUND' })));
      return sent as unknown as ClientRequest;
    });
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' };

    await expect(
      carryCall(
        { region, credentials, maxAttempts: 1 },
        { service, method: 'POST', path: '/a/b', query: { Qualifier: 'live' }, body: '{}' },
      ),
    ).rejects.toThrow('no network');
    request.mockRestore();

    const [{ host, headers, ...rest } = {}] = asked;
    const expected = `${service}.${region}.${suffix}`;
    expect({ host, signed: headers?.['host'], ...rest }).toMatchObject({
      host: expected,
      signed: expected,
      method: 'POST',
      path: '/a/b?Qualifier=live',
    });
    expect(headers?.['authorization']).toMatch(
      new RegExp(`Credential=AKIDEXAMPLE/[0-9]{8}/${region}/${service}/aws4_request,`),
    );
  }
});
