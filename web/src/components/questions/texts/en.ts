import type { vi } from './vi.ts';

export const en: typeof vi & Record<'title_one' | 'forAll_one', string> = {
  title_one: 'One thing needs your answer',
  title_other: '{{count}} things need your answer',
  lead: 'Nothing is booked yet.',
  missing: 'Choose one.',
  forAll_one: 'One answer for one question:',
  forAll_other: 'One answer for {{count}} questions:',
  unknown: 'Question {{code}} needs a newer version of this page: reload it and send again.',
  countedSince: {
    text: '{{item}}: count {{code}} of {{day}} found {{counted}}. Was this document included when it was counted?',
    included: 'It was: keep what was counted',
    notIncluded: 'It was not: the books become {{book}}',
    allIncluded: 'All were included',
    noneIncluded: 'None was included',
  },
  stockMoved: {
    text: '{{item}}: the books said {{seen}} when you looked and say {{book}} now. Was it counted before or after the goods moved?',
    before: 'Before: write {{counted}}',
    after: 'After: write {{counted}}',
  },
  priceJump: {
    text: '{{item}}: import price {{price}}, {{before}} before, {{percent}}% apart (more than {{allowed}}%).',
    right: 'This price is right',
    allRight: 'All prices are right',
  },
  priceChanged: {
    text: 'Prices have changed since the agency asked: the total of {{before}} becomes {{after}}.',
    accept: 'Confirm at the new prices, {{total}}',
    keep: 'Keep the prices of the request, {{total}}',
  },
};
