# The grammar of the bash language (bash(1), SHELL GRAMMAR), compiled by `npm run grammar`.
#
# The terminals come from src/programs/bash/lexer, which decides what depends on context: reserved words, assignments, patterns.
# It leaves out newlines where the language allows any number of them (after `then`, `&&`, `(` …); those left here mean something.
#
# Rules: left recursion only, and exactly one parse for every input (nearley.ts asserts it), so that time is linear.
# An Earley parser pays for every rule that could begin at a place: alternatives share their first terminal where they can,
# and terminals that differ only for build.ts are one. Chains grow in O(1) a step and become arrays once, in build.ts;
# no action changes what it is given.
#
# Two start symbols: `line`, one complete command up to its newline, and `comsub`, the inside of $( ) up to its `)`.

@preprocessor typescript
@{%
import * as b from './build.ts';
import {
  AND_OR, ARITH, ARITHFOR, BANG, CASE, CASE_END, COMSUB, CONDBINARY, CONDUNARY, COPROC, DO, DONE, ELIF, ELSE, ESAC, FI, FOR, FUNCTION, IF,
  IN, LBRACE, LCOND, LINE_END, LPAREN, NEWLINE, NOTHING, OROR, ANDAND, PART, PIPE, PIPES, RBRACE, RCOND, REDIRECTION_OP, REDIRECTION_PREFIX, RPAREN,
  SELECT, SEMI, SEPARATOR, TARGET, THEN, TIME, TIMEIGN, TIMEOPT, WHILE_UNTIL, WORD,
} from './lexer/terminals.ts';
%}

line -> top %LINE_END             {% ([list]) => b.finish(list) %}
      | top %SEPARATOR %LINE_END  {% ([list, sep]) => b.finish(b.list(list, sep, null)) %}
      | %LINE_END                 {% () => null %}

comsub -> %COMSUB compound %RPAREN  {% ([, list]) => b.finish(list) %}
        | %COMSUB %RPAREN           {% () => null %}

# ---- lists: on one line at the top, over several lines inside compound commands ----

top -> andor                 {% id %}
     | top %SEPARATOR andor  {% ([list, sep, next]) => b.list(list, sep, next) %}

compound -> items      {% id %}
          | items sep  {% ([list, sep]) => b.list(list, sep, null) %}
items -> andor            {% id %}
       | items sep andor  {% ([list, sep, next]) => b.list(list, sep, next) %}
sep -> %NEWLINE             {% id %}
     | %SEPARATOR           {% id %}
     | %SEPARATOR %NEWLINE  {% id %}

andor -> timed                {% id %}
       | andor %AND_OR timed  {% ([list, op, next]) => b.andOr(list, op, next) %}

timed -> pipeline         {% id %}
       | %BANG timed      {% ([bang, command]) => b.prefix(bang, '!', command) %}
       | %BANG %NOTHING   {% ([bang]) => b.prefix(bang, '!', null) %}
       | %TIME afteropts  {% ([time, [kind, command]]) => b.prefix(time, kind, command) %}
afteropts -> oftime                     {% ([command]) => ['time', command] %}
           | %TIMEOPT oftime            {% ([, command]) => ['time -p', command] %}
           | %TIMEIGN oftime            {% ([, command]) => ['time -p', command] %}
           | %TIMEOPT %TIMEIGN oftime   {% ([, , command]) => ['time -p', command] %}
oftime -> timed     {% id %}
        | %NOTHING  {% () => null %}

pipeline -> command                  {% id %}
          | pipeline %PIPES command  {% ([list, op, next]) => b.pipe(list, op, next) %}

command -> elements                {% ([elements]) => b.simple(elements) %}
         | shellcommand            {% id %}
         | shellcommand redirects  {% ([command, redirects]) => b.redirected(command, redirects) %}
         | %WORD %LPAREN %RPAREN functionbody  {% ([name, , close, body]) => b.functionDef(name, name, close.line, body) %}
         | %FUNCTION functionrest  {% ([first, [name, line, body]]) => b.functionDef(first, name, line, body) %}
         | %COPROC coprocrest      {% ([first, [name, body]]) => b.coproc(first, name, body) %}

# ---- simple commands ----

elements -> %PART              {% ([part]) => b.chain(null, part) %}
          | redirect           {% ([redirect]) => b.chain(null, redirect) %}
          | elements %PART     {% ([before, part]) => b.chain(before, part) %}
          | elements redirect  {% ([before, redirect]) => b.chain(before, redirect) %}

redirects -> redirect            {% ([redirect]) => b.chain(null, redirect) %}
           | redirects redirect  {% ([before, redirect]) => b.chain(before, redirect) %}
redirect -> %REDIRECTION_OP %TARGET                      {% ([op, target]) => b.redirect(null, op, target) %}
          | %REDIRECTION_PREFIX %REDIRECTION_OP %TARGET  {% ([fd, op, target]) => b.redirect(fd, op, target) %}

# ---- compound commands ----

shellcommand -> %LBRACE compound %RBRACE    {% ([open, list, close]) => b.group(open, list, close) %}
              | %LPAREN compound %RPAREN    {% ([open, list, close]) => b.subshell(open, list, close) %}
              | %LPAREN %NEWLINE compound %RPAREN  {% ([open, , list, close]) => b.subshell(open, list, close) %}
              | %IF clauses ifend           {% ([open, clauses, [list, close]]) => b.ifCommand(open, clauses, list, close) %}
              | %WHILE_UNTIL compound %DO compound %DONE  {% ([open, test, , body, close]) => b.loop(open, test, body, close) %}
              | %FOR foritems               {% ([open, [name, words, body]]) => b.forCommand(open, name, words, body) %}
              | %FOR %ARITHFOR arithbody    {% ([open, expressions, body]) => b.arithFor(open, expressions, body) %}
              | %SELECT foritems            {% ([open, [name, words, body]]) => b.forCommand(open, name, words, body) %}
              | %CASE %WORD casein casebody {% ([open, word, , [clauses, close]]) => b.caseCommand(open, word, clauses, close) %}
              | %ARITH                      {% ([token]) => b.arithCommand(token) %}
              | %LCOND condor %RCOND        {% ([open, expr, close]) => b.cond(open, expr, close) %}

ifend -> %FI                 {% ([close]) => [null, close] %}
       | %ELSE compound %FI  {% ([, list, close]) => [list, close] %}
clauses -> compound %THEN compound                {% ([test, , body]) => b.chain(null, { test, body }) %}
         | clauses %ELIF compound %THEN compound  {% ([before, , test, , body]) => b.chain(before, { test, body }) %}

foritems -> %WORD body                      {% ([name, body]) => [name, null, body] %}
          | %WORD %NEWLINE body             {% ([name, , body]) => [name, null, body] %}
          | %WORD %SEMI body                {% ([name, , body]) => [name, null, body] %}
          | %WORD %SEMI %NEWLINE body       {% ([name, , , body]) => [name, null, body] %}
          | %WORD casein words listend body {% ([name, , words, , body]) => [name, words, body] %}
          | %WORD casein listend body       {% ([name, , , body]) => [name, 'none', body] %}
casein -> %IN | %NEWLINE %IN
listend -> %NEWLINE | %SEMI | %SEMI %NEWLINE
words -> %WORD        {% ([word]) => b.chain(null, word) %}
       | words %WORD  {% ([before, word]) => b.chain(before, word) %}
arithbody -> body          {% id %}
           | listend body  {% ([, body]) => body %}
body -> %DO compound %DONE        {% ([, list, close]) => ({ list, close }) %}
      | %LBRACE compound %RBRACE  {% ([, list, close]) => ({ list, close }) %}

casebody -> %ESAC             {% ([close]) => [null, close] %}
          | ended %ESAC       {% ([clauses, close]) => [clauses, close] %}
          | last %ESAC        {% ([last, close]) => [b.chain(null, last), close] %}
          | ended last %ESAC  {% ([clauses, last, close]) => [b.chain(clauses, last), close] %}
ended -> pattern %CASE_END          {% ([[patterns, list], end]) => b.chain(null, b.clause(patterns, list, end)) %}
       | ended pattern %CASE_END    {% ([before, [patterns, list], end]) => b.chain(before, b.clause(patterns, list, end)) %}
last -> pattern                     {% ([[patterns, list]]) => b.clause(patterns, list, null) %}
pattern -> patterns %RPAREN                   {% ([patterns]) => [patterns, null] %}
         | patterns %RPAREN compound          {% ([patterns, , list]) => [patterns, list] %}
         | %LPAREN patterns %RPAREN           {% ([, patterns]) => [patterns, null] %}
         | %LPAREN patterns %RPAREN compound  {% ([, patterns, , list]) => [patterns, list] %}
patterns -> %WORD                  {% ([word]) => b.chain(null, word) %}
          | patterns %PIPE %WORD   {% ([before, , word]) => b.chain(before, word) %}

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

functionrest -> %WORD %LPAREN %RPAREN functionbody  {% ([name, , close, body]) => [name, close.line, body] %}
              | %WORD functionbody                  {% ([name, body]) => [name, name.line, body] %}
              | %WORD %NEWLINE functionbody         {% ([name, , body]) => [name, name.line, body] %}
functionbody -> shellcommand            {% id %}
              | shellcommand redirects  {% ([command, redirects]) => b.redirected(command, redirects) %}

coprocrest -> shellcommand                  {% ([body]) => ['COPROC', body] %}
            | shellcommand redirects        {% ([body, redirects]) => ['COPROC', b.redirected(body, redirects)] %}
            | %WORD shellcommand            {% ([name, body]) => [name.text, body] %}
            | %WORD shellcommand redirects  {% ([name, body, redirects]) => [name.text, b.redirected(body, redirects)] %}
            | elements                      {% ([elements]) => ['COPROC', b.simple(elements)] %}
