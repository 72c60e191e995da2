/** With a line end behind it: people read it in a terminal, too. */
export const asJsonText = (value: object): string => `${JSON.stringify(value)}\n`
