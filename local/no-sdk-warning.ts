/** Has the AWS SDK not say on Node 20, in the middle of the output, that its releases of 2027 will ask for Node 22. */
export const NO_SDK_WARNING = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as const;
