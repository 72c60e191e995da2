import { type Variable, variables } from './variables'

const head = ['| variable | must be | default | meaning |', '| --- | --- | --- | --- |']

/** The rows of all variables in Markdown, for docs/operations.md. */
export const variablesTable = (): string =>
  [
    ...head,
    ...Object.entries<Variable<unknown, unknown>>(variables).map(
      ([name, { codec, shownDefault, meaning }]) =>
        `| \`${name}\` | ${codec.name} | ${shownDefault} | ${meaning} |`,
    ),
  ].join('\n')
