# The grammar of the bash language (bash(1), SHELL GRAMMAR), compiled by `npm run grammar`.
#
# The terminals come from src/programs/bash/lexer, which decides what depends on context: reserved words, assignments, patterns.
# Rules: left recursion only, and exactly one parse for every input (parse.ts asserts it), so that time is linear.
# Chains grow in O(1) a step and become arrays once, in build.ts; no action changes what it is given.
#
# Two start symbols: `line`, one complete command up to its newline, and `comsub`, the inside of $( ) up to its `)`.

@preprocessor typescript
@{%
import * as b from './build.ts';
import {
  AMP, ANDAND, ARITH, ARITHFOR, ASSIGN, BANG, CASE, COMSUB, CONDBINARY, CONDUNARY, COPROC, DASH, DO, DONE, ELIF, ELSE, EOF, ESAC, FDVAR,
  FI, FOR, FUNCTION, IF, IN, LBRACE, LCOND, LPAREN, NEWLINE, NOTHING, NUMBER, OROR, PIPE, PIPEAMP, RBRACE, RCOND, RPAREN, SELECT, SEMI,
  SEMIAND, SEMISEMI, SEMISEMIAND, THEN, TIME, TIMEIGN, TIMEOPT, TOBOTH, TOFD, TOFILE, UNTIL, WHILE, WORD,
} from './lexer/terminals.ts';
%}

line -> top lineend              {% ([list]) => b.finish(list) %}
      | top topsep lineend       {% ([list, sep]) => b.finish(b.list(list, sep, null)) %}
      | lineend                  {% () => null %}
lineend -> %NEWLINE {% id %} | %EOF {% id %}

comsub -> %COMSUB compound %RPAREN  {% ([, list]) => b.finish(list) %}
        | %COMSUB newlines %RPAREN  {% () => null %}

# ---- lists: on one line at the top, over several lines inside compound commands ----

top -> andor             {% id %}
     | top topsep andor  {% ([list, sep, next]) => b.list(list, sep, next) %}
topsep -> %SEMI {% id %} | %AMP {% id %}

compound -> newlines items                {% ([, list]) => list %}
          | newlines items sep newlines   {% ([, list, sep]) => b.list(list, sep, null) %}
items -> andor                     {% id %}
       | items sep newlines andor  {% ([list, sep, , next]) => b.list(list, sep, next) %}
sep -> %SEMI {% id %} | %AMP {% id %} | %NEWLINE {% id %}
newlines -> null | newlines %NEWLINE

andor -> timed                          {% id %}
       | andor %ANDAND newlines timed   {% ([list, , , next]) => b.andOr(list, '&&', next) %}
       | andor %OROR newlines timed     {% ([list, , , next]) => b.andOr(list, '||', next) %}

timed -> pipeline         {% id %}
       | %BANG timed      {% ([bang, command]) => b.prefix(bang, '!', command) %}
       | %BANG %NOTHING   {% ([bang]) => b.prefix(bang, '!', null) %}
       | time timed       {% ([[time, kind], command]) => b.prefix(time, kind, command) %}
       | time %NOTHING    {% ([[time, kind]]) => b.prefix(time, kind, null) %}
time -> %TIME                     {% ([time]) => [time, 'time'] %}
      | %TIME %TIMEOPT            {% ([time]) => [time, 'time -p'] %}
      | %TIME %TIMEIGN            {% ([time]) => [time, 'time -p'] %}
      | %TIME %TIMEOPT %TIMEIGN   {% ([time]) => [time, 'time -p'] %}

pipeline -> command                             {% id %}
          | pipeline %PIPE newlines command     {% ([list, op, , next]) => b.pipe(list, op, next) %}
          | pipeline %PIPEAMP newlines command  {% ([list, op, , next]) => b.pipe(list, op, next) %}

command -> elements                      {% ([elements]) => b.simple(elements) %}
         | shellcommand                  {% id %}
         | shellcommand redirects        {% ([command, redirects]) => b.redirected(command, redirects) %}
         | function                      {% id %}
         | coproc                        {% id %}

# ---- simple commands ----

elements -> element           {% ([element]) => b.chain(null, element) %}
          | elements element  {% ([before, element]) => b.chain(before, element) %}
element -> %WORD     {% id %}
         | %ASSIGN   {% id %}
         | redirect  {% id %}

redirects -> redirect            {% ([redirect]) => b.chain(null, redirect) %}
           | redirects redirect  {% ([before, redirect]) => b.chain(before, redirect) %}
redirect -> operation          {% ([[op, target]]) => b.redirect(null, op, target) %}
          | %NUMBER operation  {% ([fd, [op, target]]) => b.redirect(fd, op, target) %}
          | %FDVAR operation   {% ([fd, [op, target]]) => b.redirect(fd, op, target) %}
          | %TOBOTH %WORD      {% ([op, target]) => b.redirect(null, op, target) %}
operation -> %TOFILE %WORD | %TOFD %WORD | %TOFD %NUMBER | %TOFD %DASH

# ---- compound commands ----

shellcommand -> for {% id %} | case {% id %} | while {% id %} | select {% id %} | if {% id %}
              | subshell {% id %} | group {% id %} | arith {% id %} | cond {% id %}

group -> %LBRACE compound %RBRACE     {% ([open, list, close]) => b.group(open, list, close) %}
subshell -> %LPAREN compound %RPAREN  {% ([open, list, close]) => b.subshell(open, list, close) %}

if -> %IF clauses %FI                  {% ([open, clauses, close]) => b.ifCommand(open, clauses, null, close) %}
    | %IF clauses %ELSE compound %FI   {% ([open, clauses, , list, close]) => b.ifCommand(open, clauses, list, close) %}
clauses -> compound %THEN compound                {% ([test, , body]) => b.chain(null, { test, body }) %}
         | clauses %ELIF compound %THEN compound  {% ([before, , test, , body]) => b.chain(before, { test, body }) %}

while -> %WHILE compound %DO compound %DONE  {% ([open, test, , body, close]) => b.loop(open, test, body, close) %}
       | %UNTIL compound %DO compound %DONE  {% ([open, test, , body, close]) => b.loop(open, test, body, close) %}

for -> %FOR foritems                         {% ([open, [name, words, body]]) => b.forCommand(open, name, words, body) %}
     | %FOR %ARITHFOR endlist newlines body  {% ([open, expressions, , , body]) => b.arithFor(open, expressions, body) %}
     | %FOR %ARITHFOR body                   {% ([open, expressions, body]) => b.arithFor(open, expressions, body) %}
select -> %SELECT foritems                   {% ([open, [name, words, body]]) => b.forCommand(open, name, words, body) %}
foritems -> %WORD newlines body                               {% ([name, , body]) => [name, null, body] %}
          | %WORD %SEMI newlines body                         {% ([name, , , body]) => [name, null, body] %}
          | %WORD newlines %IN words endlist newlines body    {% ([name, , , words, , , body]) => [name, words, body] %}
          | %WORD newlines %IN endlist newlines body          {% ([name, , , , , body]) => [name, 'none', body] %}
endlist -> %SEMI | %NEWLINE
words -> %WORD        {% ([word]) => b.chain(null, word) %}
       | words %WORD  {% ([before, word]) => b.chain(before, word) %}
body -> %DO compound %DONE          {% ([, list, close]) => ({ list, close }) %}
      | %LBRACE compound %RBRACE    {% ([, list, close]) => ({ list, close }) %}

case -> %CASE %WORD newlines %IN newlines %ESAC        {% ([open, word, , , , close]) => b.caseCommand(open, word, null, close) %}
      | %CASE %WORD newlines %IN ended newlines %ESAC  {% ([open, word, , , clauses, , close]) => b.caseCommand(open, word, clauses, close) %}
      | %CASE %WORD newlines %IN pattern %ESAC         {% ([open, word, , , last, close]) => b.caseCommand(open, word, b.chain(null, b.clause(last[0], last[1], null)), close) %}
      | %CASE %WORD newlines %IN ended pattern %ESAC   {% ([open, word, , , clauses, last, close]) => b.caseCommand(open, word, b.chain(clauses, b.clause(last[0], last[1], null)), close) %}
ended -> pattern clauseend        {% ([[patterns, list], end]) => b.chain(null, b.clause(patterns, list, end)) %}
       | ended pattern clauseend  {% ([before, [patterns, list], end]) => b.chain(before, b.clause(patterns, list, end)) %}
clauseend -> %SEMISEMI {% id %} | %SEMIAND {% id %} | %SEMISEMIAND {% id %}
pattern -> newlines patterns %RPAREN compound           {% ([, patterns, , list]) => [patterns, list] %}
         | newlines patterns %RPAREN newlines           {% ([, patterns]) => [patterns, null] %}
         | newlines %LPAREN patterns %RPAREN compound   {% ([, , patterns, , list]) => [patterns, list] %}
         | newlines %LPAREN patterns %RPAREN newlines   {% ([, , patterns]) => [patterns, null] %}
patterns -> %WORD                  {% ([word]) => b.chain(null, word) %}
          | patterns %PIPE %WORD   {% ([before, , word]) => b.chain(before, word) %}

arith -> %ARITH  {% ([token]) => b.arithCommand(token) %}

cond -> %LCOND condor %RCOND     {% ([open, expr, close]) => b.cond(open, expr, close) %}
condor -> condand                {% id %}
        | condor %OROR condand   {% ([left, , right]) => ({ kind: 'or', left, right }) %}
condand -> condterm                  {% id %}
         | condand %ANDAND condterm  {% ([left, , right]) => ({ kind: 'and', left, right }) %}
condterm -> %BANG condterm             {% ([, expr]) => ({ kind: 'not', expr }) %}
          | %LPAREN condor %RPAREN     {% ([, expr]) => ({ kind: 'group', expr }) %}
          | %CONDUNARY %WORD           {% ([op, word]) => b.condUnary(op, word) %}
          | %WORD %CONDBINARY %WORD    {% ([left, op, right]) => b.condBinary(left, op, right) %}
          | %WORD                      {% ([word]) => b.condWord(word) %}

# ---- functions and coprocesses ----

function -> %WORD %LPAREN %RPAREN newlines functionbody            {% ([name, , close, , body]) => b.functionDef(name, name, close.line, body) %}
          | %FUNCTION %WORD %LPAREN %RPAREN newlines functionbody  {% ([first, name, , close, , body]) => b.functionDef(first, name, close.line, body) %}
          | %FUNCTION %WORD functionbody                           {% ([first, name, body]) => b.functionDef(first, name, name.line, body) %}
          | %FUNCTION %WORD %NEWLINE newlines functionbody         {% ([first, name, , , body]) => b.functionDef(first, name, name.line, body) %}
functionbody -> shellcommand            {% id %}
              | shellcommand redirects  {% ([command, redirects]) => b.redirected(command, redirects) %}

coproc -> %COPROC shellcommand                  {% ([first, body]) => b.coproc(first, 'COPROC', body) %}
        | %COPROC shellcommand redirects        {% ([first, body, redirects]) => b.coproc(first, 'COPROC', b.redirected(body, redirects)) %}
        | %COPROC %WORD shellcommand            {% ([first, name, body]) => b.coproc(first, name.text, body) %}
        | %COPROC %WORD shellcommand redirects  {% ([first, name, body, redirects]) => b.coproc(first, name.text, b.redirected(body, redirects)) %}
        | %COPROC elements                      {% ([first, elements]) => b.coproc(first, 'COPROC', b.simple(elements)) %}
