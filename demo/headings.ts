/** What the pages of the demo say above the form, in some languages: the heading and the intro belong to the page, not to the form. */
export const HEADINGS: Readonly<Record<string, readonly [heading: string, intro: string]>> = {
  ar: ['خذ ألسنتك معك أينما كنت', 'حساب واحد لكلمات السر والعلامات والألسنة المفتوحة، على كل أجهزتك.'],
  de: ['Ihre Tabs auf allen Geräten', 'Ein Konto für Passwörter, Lesezeichen und offene Tabs.'],
  he: ['הלשוניות שלך בכל מקום', 'חשבון אחד לססמאות, לסימניות וללשוניות הפתוחות, בכל מכשיר.'],
  ja: ['どこでも同じタブを', 'パスワード、ブックマーク、開いているタブを、すべての端末で。'],
};
