import { resolve } from 'node:path';

/** The command that starts a script, as this process was started: the image has no npm scripts. */
export function called(script: string): string {
  return process.env['npm_lifecycle_event'] === undefined ? `node dist/cli.js ${script}` : `npm run ${script} --`;
}

/** How the first token is made, for whoever has none. */
export function firstTokenFor(user: string): string {
  return `${called('token')} create --user ${user} --label "<what it is for>"`;
}

/** npm runs scripts in the repository's folder; INIT_CWD is where the person stood when they typed it. */
export function fromWhereTheyStand(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
