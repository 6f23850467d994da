/** Quotes a string for `sh`, bash and zsh, so that the shell evaluates nothing in it. */
export const inSingleQuotes = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
