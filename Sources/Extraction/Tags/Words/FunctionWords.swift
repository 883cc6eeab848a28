/// The words of a language that are no part of a term: articles, prepositions, pronouns, auxiliaries.
enum FunctionWords {
    /// Function words of a language, with the names of months and days.
    static func core(_ language: TextLanguage) -> Set<String> { tables[language] ?? [] }

    private static let tables: [TextLanguage: Set<String>] = {
        var tables: [TextLanguage: Set<String>] = [:]
        for (language, text) in western + northern + eastern + calendar {
            tables[language, default: []].formUnion(text.split(whereSeparator: \.isWhitespace).map(String.init))
        }
        return tables
    }()

    private static let western: [(TextLanguage, String)] = [
        (
            .english,
            """
            a an the this that these those some any each every no all both either neither such other another same own
            i you he she it we they me him her us them my your his its our their mine yours ours theirs myself itself
            themselves himself herself who whom whose which what when where why how whether
            of in on at by for with without within from to into onto upon about above below under over between among
            through throughout during before after since until till against across along around behind beside besides
            beyond despite except inside outside near off out up down per via toward towards versus vs than as like
            and or but nor so yet if then else because although though while whereas unless however therefore thus
            hence moreover furthermore meanwhile otherwise instead also too only just even still already again often
            always never sometimes usually rather quite very much many more most less least few fewer several enough
            almost nearly perhaps maybe here there now today soon later well ever once twice together away back
            is are was were be been being am has have had having do does did doing done can could may might must shall
            should will would cannot not n't don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't
            one two three four five six seven eight nine ten first second third etc eg ie al et ibid pp pt vol
            hereby herein thereof therein thereby whose yes ok please dear regards sincerely mr mrs ms dr
            """
        ),
        (
            .german,
            """
            der die das den dem des ein eine einer eines einem einen kein keine keinen keiner keines und oder aber denn
            sondern doch als wie wenn weil dass daß ob obwohl während bevor nachdem damit sowie sowohl bzw beziehungsweise
            ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich mein dein sein unser euer ihre ihrer
            ihres ihrem ihren seine seiner seines seinem seinen unsere unserer unseres unserem unseren dieser diese dieses
            diesem diesen jener jene jenes jeder jede jedes jedem jeden alle allen aller alles man wer was wo wann warum
            welche welcher welches welchem welchen in im an am auf aus bei beim mit nach von vom zu zum zur für durch
            gegen ohne um über unter vor hinter neben zwischen seit bis wegen trotz laut gemäß pro ab je
            ist sind war waren bin bist sei wäre wären werden wird wurde wurden worden geworden hat haben hatte hatten
            habe hätte kann können konnte könnte muss müssen musste müsste soll sollen sollte will wollen wollte darf
            dürfen mag möchte nicht nur auch noch schon sehr mehr weniger hier dort da dann nun jetzt immer nie wieder so
            also etwa eher daher deshalb dabei dazu dafür davon daran darauf darüber hierbei hierzu z b u a d h ca
            sehr geehrte geehrter damen herren herr frau grüße grüßen freundlichen zwei drei vier fünf andere anderen
            """
        ),
        (
            .french,
            """
            le la les l un une des du de d au aux et ou mais donc or ni car que qu qui quoi dont où quand comme si
            lorsque puisque parce afin ainsi alors aussi je j tu il elle on nous vous ils elles me m te t se s lui leur
            leurs y en ce c cet cette ces celui celle ceux celles mon ma mes ton ta tes son sa ses notre nos votre vos
            tout toute tous toutes même mêmes autre autres quel quelle quels quelles chaque plusieurs quelques aucun
            aucune à dans par pour sur sous avec sans entre vers chez contre depuis pendant avant après dès jusque jusqu
            selon lors hors malgré parmi envers est sont était étaient être été suis es sommes êtes sera seront serait a
            ont avait avaient avoir eu ai as avons avez aura auront fait faire peut peuvent pouvoir doit doivent devoir
            ne n pas plus moins très trop peu bien mal encore déjà toujours jamais souvent ici là non oui deux trois
            monsieur madame cordialement
            """
        ),
        (
            .spanish,
            """
            el la los las lo un una unos unas de del al y e o u pero sino ni que quien quienes cual cuales cuyo cuya
            donde cuando como si porque pues aunque mientras yo tú él ella nosotros vosotros ellos ellas me te se nos os
            le les mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa esos esas aquel
            aquella esto eso todo toda todos todas otro otra otros otras mismo misma cada varios varias algún alguna
            algunos ningún ninguna a ante bajo con contra desde durante en entre hacia hasta para por según sin sobre
            tras es son era eran ser sido soy somos fue fueron será serán está están estaba estar ha han había haber he
            hemos tiene tienen tener puede pueden poder debe deben hace hacer no sí más menos muy mucho poco también ya
            aún siempre nunca así entonces aquí allí dos tres señor señora
            """
        ),
        (
            .italian,
            """
            il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli alle da dal dallo
            dalla dai dagli dalle in nel nello nella nei negli nelle su sul sullo sulla sui sugli sulle con per tra fra
            senza verso presso dopo prima durante contro e ed o oppure ma però che chi cui quale quali dove quando come
            se perché mentre quindi dunque io tu lui lei noi voi loro mi ti si ci vi ne mio mia tuo suo sua suoi sue
            nostro nostra vostro questo questa questi queste quello quella quelli quelle tutto tutta tutti tutte altro
            altra altri altre stesso stessa ogni alcuni alcune è sono era erano essere stato stata stati state sarà
            saranno ha hanno aveva avere ho abbiamo può possono potere deve devono fare fatto viene vengono non più meno
            molto poco anche già ancora sempre mai così qui lì due tre
            """
        ),
        (
            .portuguese,
            """
            o a os as um uma uns umas de do da dos das d ao aos à às em no na nos nas num numa por pelo pela pelos pelas
            para com sem sob sobre entre até desde após ante contra durante segundo e ou mas porém que quem qual quais
            cujo cuja onde quando como se porque pois embora enquanto eu tu ele ela nós vós eles elas me te lhe lhes meu
            minha seu sua seus suas nosso nossa este esta estes estas esse essa esses essas aquele aquela isto isso todo
            toda todos todas outro outra outros outras mesmo mesma cada alguns algumas é são era eram ser sido foi foram
            será serão está estão estava estar há tem têm tinha ter pode podem poder deve devem fazer não sim mais menos
            muito pouco também já ainda sempre nunca assim então aqui ali dois três
            """
        ),
    ]

    private static let northern: [(TextLanguage, String)] = [
        (
            .dutch,
            """
            de het een der den des en of maar want dus dat die dit deze welke wie wat waar wanneer waarom hoe als dan
            toen omdat hoewel terwijl indien tenzij ik jij je u hij zij ze wij we jullie hun hen haar hem mij me zich
            mijn jouw uw zijn ons onze elk elke ieder iedere alle alles ander andere zelf in op aan bij met van voor
            naar uit over onder tussen door tegen zonder na sinds tot te ter om per via binnen buiten is was waren ben
            bent geweest wordt worden werd werden geworden heeft hebben had hadden kan kunnen kon moet moeten zal zullen
            zou zouden mag mogen wil willen niet geen wel ook nog al reeds zeer meer minder veel hier daar nu altijd
            nooit zo twee drie er
            """
        ),
        (
            .swedish,
            """
            och eller men att som den det de denna detta dessa en ett ingen inget inga om när där hur varför vad vem
            vilken vilket vilka jag du han hon vi ni dem mig dig sig oss er min mitt mina din ditt sin sitt sina hans
            hennes vår vårt våra deras i på av för med till från vid under över mellan genom mot utan efter före innan
            sedan enligt hos åt är var vara varit blir bli blev har hade ha kan kunde ska skall skulle måste får fick
            vill inte ej bara också även mycket mer mest mindre här nu alltid aldrig så än två tre alla allt andra samma
            """
        ),
        (
            .danish,
            """
            og eller men at som den det de denne dette disse en et ingen intet hvis når hvor hvordan hvorfor hvad hvem
            hvilken hvilket hvilke jeg du han hun vi i dem mig dig sig os jer min mit mine din sin sit sine hans hendes
            vores deres på af for med til fra ved under over mellem gennem mod uden efter før siden ifølge hos er var
            være været bliver blive blev har havde have kan kunne skal skulle må måtte vil ville ikke kun også meget mere
            mest mindre her nu altid aldrig så end to tre alle alt andre samme om
            """
        ),
        (
            .norwegian,
            """
            og eller men at som den det de denne dette disse en ei et ingen intet hvis når hvor hvordan hvorfor hva hvem
            hvilken hvilket hvilke jeg du han hun vi dere dem meg deg seg oss min mitt mine din sin sitt sine hans
            hennes vår vårt våre deres på av for med til fra ved under over mellom gjennom mot uten etter før siden
            ifølge hos er var være vært blir bli ble har hadde ha kan kunne skal skulle må måtte vil ville ikke bare også
            veldig mye mer mest mindre her nå alltid aldri så enn to tre alle alt andre samme om i
            """
        ),
        (
            .finnish,
            """
            ja tai mutta että joka jotka jonka jossa josta jota joita mikä mitä kuka kun jos koska vaikka kuin niin myös
            sekä eli vai minä sinä hän me te he se ne tämä tuo nämä nuo tässä tämän näiden siitä siinä sen niiden oma on
            ovat oli olivat olla ollut olen olemme ole ei eivät en emme ettei voi voivat voidaan pitää tulee tulevat
            saa saavat ollaan kaikki muu muut toinen itse vain vielä jo nyt aina hyvin enemmän vähemmän mukaan kanssa
            ilman jälkeen ennen aikana kautta varten yli alle noin yksi kaksi kolme
            """
        ),
    ]

    private static let eastern: [(TextLanguage, String)] = [
        (
            .polish,
            """
            i a oraz lub albo ale lecz że żeby aby który która które których którym którego kto co gdzie kiedy jak jeśli
            jeżeli ponieważ gdy więc ja ty on ona ono my wy oni one mnie mi ciebie jego jej ich nim nią im się mój twój
            swój nasz wasz ten ta to te ci tego tej tym tych tą inny inne innych każdy każda wszystkie wszystkich w we z
            ze na do od dla po pod nad przez przed przy za u o bez między podczas jest są był była było były być będzie
            będą może mogą można należy ma mają nie tak tylko także również już jeszcze bardzo bardziej więcej mniej tu
            tam teraz zawsze nigdy czy dwa trzy
            """
        ),
        (
            .czech,
            """
            a i nebo ale že aby který která které kterých kterým kdo co kde kdy jak jestli když protože tedy já ty on
            ona ono my vy oni mě mi jeho její jejich se si můj tvůj svůj náš váš ten ta to ti ty tento tato toto těchto
            jiný každý všechny v ve z ze na do od pro po pod nad přes před při za u o bez mezi během je jsou byl byla
            bylo byly být bude budou může mohou lze má mají ne ano jen také už ještě velmi více méně zde tam nyní
            """
        ),
        (
            .hungarian,
            """
            a az egy és vagy de hogy nem is ha mert mint ami amely amelyek aki akik ahol amikor hogyan én te ő mi ti ők
            ez ezt azt ezek azok ennek annak ebben abban minden más saját van vannak volt voltak lesz lehet kell csak
            már még nagyon több kevesebb itt ott most után előtt alatt között szerint számára által el meg ki be le fel
            """
        ),
        (
            .romanian,
            """
            un o unei unui al ai ale a și sau dar că să care cine ce unde când cum dacă pentru că eu tu el ea noi voi ei
            ele îl le îi se își mea meu său sa lor acest această aceste aceasta acel alt alte fiecare toate toți în din
            de la cu pe prin pentru fără între după până este sunt era erau fi fost va vor poate pot trebuie are au nu
            da doar și mai foarte mult puțin aici acolo acum
            """
        ),
        (
            .turkish,
            """
            ve veya ya da de ile için bir bu şu o ki ama fakat ancak çünkü gibi kadar göre sonra önce her hiç bazı tüm
            bütün ben sen biz siz onlar onun bunun ne nasıl neden nerede var yok değil olan olarak oldu olduğu olur
            olan ise daha en çok az üzere tarafından mi mı mu mü
            """
        ),
        (
            .russian,
            """
            и в во на с со к ко по из за от до о об у для при через над под без между перед после а но или что чтобы как
            если когда где который которая которое которые которых кто это этот эта эти этого этой этих тот та те того
            я ты он она оно мы вы они его ее её их им ему ей нас вас свой своего все всех весь вся другой другие каждый
            быть был была было были есть будет будут может могут можно нужно не нет да только также уже еще ещё очень
            более менее здесь там так же бы ли
            """
        ),
        (
            .ukrainian,
            """
            і й та в у на з із зі до по від за о об для при через над під без між перед після а але або що щоб як якщо
            коли де який яка яке які яких хто це цей ця ці цього цієї цих той я ти він вона воно ми ви вони його її їх
            свій все всі інший кожен бути був була було були є буде будуть може можуть можна не ні так лише також вже ще
            дуже більш менш тут там же би чи
            """
        ),
        (
            .greek,
            """
            ο η το οι τα του της των τον την τους τις ένα ένας μια και ή αλλά ότι που πως αν όταν όπου όπως γιατί επειδή
            εγώ εσύ αυτός αυτή αυτό αυτά εμείς εσείς αυτοί μου σου μας σας τους σε στο στη στον στην στα στους από για
            με χωρίς μεταξύ κατά μετά πριν προς υπό είναι ήταν έχει έχουν είχε να θα δεν μην πολύ πιο μόνο επίσης εδώ
            """
        ),
    ]

    private static let calendar: [(TextLanguage, String)] = [
        (
            .english,
            """
            january february march april may june july august september october november december jan feb mar apr jun
            jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday am pm
            """
        ),
        (
            .german,
            """
            januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch
            donnerstag freitag samstag sonntag uhr
            """
        ),
        (
            .french,
            """
            janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi
            jeudi vendredi samedi dimanche
            """
        ),
        (
            .spanish,
            """
            enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
            miércoles jueves viernes sábado domingo
            """
        ),
        (
            .italian,
            """
            gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedì martedì
            mercoledì giovedì venerdì sabato domenica
            """
        ),
        (
            .dutch,
            """
            januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag
            woensdag donderdag vrijdag zaterdag zondag
            """
        ),
        (
            .portuguese,
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro sábado domingo"
        ),
        (
            .polish,
            """
            stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
            poniedziałek wtorek środa czwartek piątek sobota niedziela
            """
        ),
    ]
}
