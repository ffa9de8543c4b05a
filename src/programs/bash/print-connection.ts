/** Lists and pipelines as bash keeps them: pairs. Where a here-document's body is printed depends on the shape. */
import type { Command } from './ast.ts';

export type Connector = ';' | '\n' | '&' | '|' | '&&' | '||';

export interface Connection {
  readonly type: 'connection';
  readonly op: Connector;
  readonly first: Command | Connection;
  second: Command | Connection | null;
}

const connect = (first: Command | Connection, op: Connector, second: Command | Connection | null): Connection => ({
  type: 'connection',
  op,
  first,
  second,
});

/** `&` after a list takes only the last command of it along. */
const connectAsync = (list: Command | Connection, second: Command | null): Connection => {
  if (list.type !== 'connection' || list.op !== ';') return connect(list, '&', second);
  let last = list;
  while (last.second?.type === 'connection' && last.second.op === ';') last = last.second;
  if (last.second !== null) last.second = connect(last.second, '&', second);
  return list;
};

/** The pairs of a list, and-or list or pipeline; null for any other command, or one alone. */
export const connectionOf = (command: Command, newlines: boolean): Connection | null => {
  if (command.type === 'pipeline') {
    const stages = [...command.commands];
    let made: Command | Connection | undefined = stages.pop();
    if (made === undefined) return null;
    for (let stage = stages.pop(); stage !== undefined; stage = stages.pop()) made = connect(stage, '|', made);
    return made.type === 'connection' ? made : null;
  }
  if (command.type === 'and-or') {
    let made: Command | Connection = command.first;
    for (const { op, command: next } of command.rest) made = connect(made, op, next);
    return made.type === 'connection' ? made : null;
  }
  if (command.type !== 'list') return null;
  const [first, ...rest] = command.items;
  if (first === undefined) return null;
  let made: Command | Connection = first.command;
  let { separator } = first;
  for (const item of rest) {
    made = separator === '&' ? connectAsync(made, item.command) : connect(made, newlines ? separator : ';', item.command);
    separator = item.separator;
  }
  if (separator === '&') made = connectAsync(made, null);
  return made.type === 'connection' ? made : null;
};
