/** Grammars as tables: `§name` in a text stands for one of the forms of that name, the first of which is the plainest. */
export type Forms = Readonly<Record<string, readonly string[]>>;

export interface Filling {
  readonly below: (n: number) => number;
  /** Deeper the first form is taken, so that an end comes. */
  readonly maxDepth: number;
  /** What `@@` in a form stands for: another number in every use of the form. */
  readonly fresh?: () => number;
}

export const fillForms = (forms: Forms, text: string, filling: Filling, depth = 1): string =>
  text.replace(/§([a-z]+)/g, (_, name: string) => {
    const choices = forms[name];
    if (choices === undefined) throw new Error(`no forms of §${name}`);
    const form = choices[depth > filling.maxDepth ? 0 : filling.below(choices.length)] ?? '';
    return fillForms(forms, number(form, filling), filling, depth + 1);
  });

const number = (form: string, { fresh }: Filling): string =>
  fresh !== undefined && form.includes('@@') ? form.replaceAll('@@', String(fresh())) : form;
