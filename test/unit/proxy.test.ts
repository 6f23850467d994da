import { describeProxy, proxyFrom } from '../../cli/proxy.ts';

describe('the proxy for a host', () => {
  const HOST = 'states.eu-west-1.amazonaws.com';
  const HTTPS_PROXY = 'http://proxy.example.com:3128';

  test.each([
    ['', HTTPS_PROXY],
    [HOST, undefined],
    [HOST.toUpperCase(), undefined],
    [`example.com, ${HOST}:443`, undefined],
    [`${HOST}:8443`, HTTPS_PROXY],
    ['amazonaws.com', undefined],
    ['.amazonaws.com', undefined],
    ['localhost *.amazonaws.com', undefined],
    ['azonaws.com', HTTPS_PROXY],
    ['*', undefined],
  ])('with NO_PROXY "%s" is %s', (NO_PROXY, expected) => {
    expect(proxyFrom({ HTTPS_PROXY, NO_PROXY })?.(HOST, 443)).toBe(expected);
    expect(proxyFrom({ HTTPS_PROXY, no_proxy: NO_PROXY })?.(HOST, 443)).toBe(expected);
  });

  test('is none if no variable names one', () => {
    expect(proxyFrom({})).toBeUndefined();
    expect(proxyFrom({ HTTPS_PROXY: '', HTTP_PROXY: HTTPS_PROXY })).toBeUndefined();
  });
});

test.each([
  ['no endpoint', undefined, 'http://proxy.example.com:3128, which https_proxy names'],
  ['an endpoint with TLS', 'https://aws.example.com', 'http://proxy.example.com:3128, which https_proxy names'],
  ['an endpoint without TLS', 'http://127.0.0.1:4566', undefined],
  ['an endpoint that is an exception', 'https://localhost:4566', undefined],
])('an error names the proxy without its password, for %s', (_, AWS_ENDPOINT_URL, expected) => {
  const environment = { https_proxy: 'me:secret@proxy.example.com:3128', NO_PROXY: 'localhost', AWS_ENDPOINT_URL };
  expect(describeProxy(environment)).toBe(expected);
});
