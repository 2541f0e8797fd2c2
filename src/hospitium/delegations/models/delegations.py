"""A delegation, its members with their names, what they wish for, its versions, and drafts of guests."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody
from hospitium.core.fields import FoldedField, MultilingualField
from hospitium.core.models import Versioned
from hospitium.delegations.models.protocol import Rank
from hospitium.delegations.names import PersonName, name_in
from hospitium.partners.models import Partnership
from hospitium.visits.models import Visit


class Side(models.TextChoices):
    """The same object, seen from two sides."""

    INCOMING = "incoming", _("they come to us")
    OUTGOING = "outgoing", _("we travel")


def name_of(family: str, given: str, *, order: str) -> str:
    """A name in the order in which it is said; `order` is one of Member.Order."""
    parts = (family, given) if order == Member.Order.FAMILY_FIRST else (given, family)
    return " ".join(part for part in parts if part)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Somebody, row: str = "delegation.read") -> DelegationQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user, row))


class Delegation(Versioned):
    """Who comes with a visit, or who of us travels; one for each partnership that takes part."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        NAMED = "named", _("named")
        CONFIRMED = "confirmed", _("confirmed")
        ARRIVED = "arrived", _("arrived")
        CLOSED = "closed", _("closed")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("visit"))
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("partnership")
    )
    side = models.CharField(_("direction"), max_length=8, choices=Side, default=Side.INCOMING)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ANNOUNCED)
    quota = models.PositiveSmallIntegerField(pgettext_lazy("for persons", "places"), null=True, blank=True)
    language = models.CharField(_("language of the members"), max_length=5, choices=settings.LANGUAGES, default="en")
    names_due_on = models.DateField(_("names until"), null=True, blank=True)
    details_due_on = models.DateField(_("details until"), null=True, blank=True)
    changes_due_on = models.DateField(
        _("changes until"), null=True, blank=True, help_text=_("Later changes are told to the officer at once.")
    )
    needs_visa = models.BooleanField(_("visa needed"), default=False)
    asks_passport = models.BooleanField(
        _("passport data needed"), default=False, help_text=_("Only when a consulate or a venue asks for them.")
    )
    mandate = MultilingualField(_("purpose and mandate"))
    settled_on = models.DateField(_("costs settled on"), null=True, blank=True)
    # Steps after the visit of which somebody said that there is nothing: "promises", "learning".
    nothing_to_note = models.JSONField(default=list, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    report_text = MultilingualField(_("report"))
    remark = models.TextField(_("internal remark"), blank=True, help_text=_("Never leaves the house."))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-visit__starts_on", "id"]
        constraints = [
            models.UniqueConstraint(name="delegation_once", fields=["visit", "partnership", "side"]),
            models.CheckConstraint(
                name="delegation_is_closed_on_a_day",
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} – {self.visit}"

    def get_absolute_url(self) -> str:
        return reverse("delegations:delegation", args=[self.pk])


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: Somebody, row: str = "delegation.read") -> MemberQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user, row))

    def coming(self) -> MemberQuerySet:
        return self.filter(withdrawn_on=None)

    def printable(self) -> MemberQuerySet:
        """Who may stand in lists, prints and files: comes, is not restricted (Art. 18 GDPR), and not erased."""
        return self.filter(withdrawn_on=None, is_restricted=False, erased_on=None)

    def in_order(self) -> MemberQuerySet:
        """As protocol has them: by the place given by hand, else the head first, then by rank, then by name."""
        head_first = Case(When(role=Member.Role.HEAD, then=0), default=1)
        return self.order_by(
            F("place").asc(nulls_last=True), head_first, F("rank__position").asc(nulls_last=True), "name_key", "id"
        )


class Member(Versioned):
    """One person of a delegation. `family_name` and `given_name` are as in the passport, in Latin letters."""

    class Role(models.TextChoices):
        HEAD = "head", _("head of the delegation")
        DEPUTY = "deputy", _("deputy head")
        MEMBER = "member", _("member")
        INTERPRETER = "interpreter", _("interpreter of the delegation")
        ESCORT = "escort", _("escort")

    class Address(models.TextChoices):
        UNKNOWN = "", _("unknown")
        MADAM = "madam", _("Ms")
        SIR = "sir", _("Mr")
        NONE = "none", _("none")

    class Order(models.TextChoices):
        GIVEN_FIRST = "given_first", _("given name first")
        FAMILY_FIRST = "family_first", _("family name first")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    place = models.PositiveSmallIntegerField(
        _("place by hand"), null=True, blank=True, help_text=_("Empty: by rank and name.")
    )
    rank = models.ForeignKey(
        Rank, null=True, blank=True, on_delete=models.PROTECT, related_name="members", verbose_name=_("rank")
    )
    family_name = models.CharField(_("family name as in the passport"), max_length=120)
    given_name = models.CharField(_("given names as in the passport"), max_length=120, blank=True)
    own_family_name = models.CharField(_("family name in its own script"), max_length=120, blank=True)
    own_given_name = models.CharField(_("given names in their own script"), max_length=120, blank=True)
    name_order = models.CharField(_("order of the name"), max_length=12, choices=Order, default=Order.GIVEN_FIRST)
    name_key = FoldedField(of="sorting_name")
    address = models.CharField(_("form of address"), max_length=5, choices=Address, blank=True, default="")
    academic_title = models.CharField(_("academic title"), max_length=60, blank=True)
    salutation = MultilingualField(
        _("salutation"), help_text=_("As a letter begins, where the usual one does not fit.")
    )
    function = MultilingualField(_("function"))
    organisation = MultilingualField(_("organisation"))
    pronunciation = models.CharField(_("how it is pronounced"), max_length=120, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("mobile phone during the visit"), max_length=40, blank=True)
    arrival_note = models.CharField(
        _("wishes about the arrival"), max_length=300, blank=True, help_text=_("As the person wrote them; a note only.")
    )
    emergency_contact = models.CharField(_("whom to call in an emergency"), max_length=150, blank=True)
    may_be_photographed = models.BooleanField(_("photos may be published"), null=True, blank=True)
    notice_given_on = models.DateField(_("informed about data protection on"), null=True, blank=True)
    is_restricted = models.BooleanField(
        _("processing restricted"), default=False, help_text=_("Art. 18 GDPR: kept, but in no list and no print.")
    )
    confirmed_on = models.DateField(_("confirmed the own data on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("does not come since"), null=True, blank=True)
    erased_on = models.DateField(_("data erased on"), null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                name="delegation_has_one_head",
                fields=["delegation"],
                condition=Q(role="head", withdrawn_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return name_of(self.family_name, self.given_name, order=self.name_order) or gettext("data erased")

    def get_absolute_url(self) -> str:
        return reverse("delegations:member", args=[self.pk])

    @property
    def sorting_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def is_printable(self) -> bool:
        return self.withdrawn_on is None and not self.is_restricted and self.erased_on is None

    @property
    def person(self) -> PersonName:
        """The name as plain data, for everything that names.py can do with it."""
        return PersonName(
            family=self.family_name,
            given=self.given_name,
            own_family=self.own_family_name,
            own_given=self.own_given_name,
            family_first=self.name_order == Member.Order.FAMILY_FIRST,
            language=self.delegation.language,
            title=self.academic_title,
            address=self.address,
        )

    def name_in(self, language: str) -> str:
        """The full name in a text of this language: in its own spelling where the script is the same."""
        return name_in(self.person, language) or str(self)

    def search_title(self) -> str:
        """Name and own spelling; "" for whoever does not come, is restricted or erased, who is not to be found."""
        return " ".join(part for part in (str(self), self.own_name) if part) if self.is_printable else ""

    def search_texts(self) -> dict[str, str]:
        return dict(self.function.texts) if self.is_printable else {}

    @property
    def own_name(self) -> str:
        """The name in its own script; "" when it is the one of the passport."""
        return name_of(self.own_family_name, self.own_given_name, order=self.name_order)


class CateringWish(Versioned):
    """What somebody eats and needs, asked as a wish, with consent, for one visit (Art. 9 GDPR): a table of its own.

    `diets` and `needs` are codes; the kitchen gets them as counts. Only the organiser of the visit sees the row.
    """

    class Diet(models.TextChoices):
        VEGETARIAN = "vegetarian", _("vegetarian")
        VEGAN = "vegan", _("vegan")
        NO_PORK = "no_pork", _("no pork")
        HALAL = "halal", _("halal")
        KOSHER = "kosher", _("kosher")
        NO_GLUTEN = "no_gluten", _("without gluten")
        NO_LACTOSE = "no_lactose", _("without lactose")
        NO_NUTS = "no_nuts", _("without nuts")
        NO_FISH = "no_fish", _("without fish")
        NO_ALCOHOL = "no_alcohol", _("without alcohol")

    class Need(models.TextChoices):
        STEP_FREE = "step_free", _("ways without steps")
        SEAT = "seat", _("a seat at standing events")
        HEARING = "hearing", _("hearing loop or written notes")
        SIGHT = "sight", _("large print or text for screen readers")
        ASSISTANT = "assistant", _("an assistant comes along")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="wish")
    has_none = models.BooleanField(_("no wishes"), default=False)
    diets = models.JSONField(_("catering wishes"), default=list, blank=True)
    needs = models.JSONField(_("access wishes"), default=list, blank=True)
    other = models.CharField(_("other wishes"), max_length=300, blank=True)
    consented_at = models.DateTimeField(_("consent given at"))

    def __str__(self) -> str:
        return str(self.pk)


class DelegationVersion(models.Model):
    """A state of the list of members that others were told, as plain data, and what changed since the one before."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_with = models.ForeignKey(GuestLink, null=True, on_delete=models.SET_NULL, related_name="+")
    is_late = models.BooleanField(_("after the deadline"), default=False)
    # When the officer was told of it; a late version without it waits for its mail.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="delegation_version_once", fields=["delegation", "number"])]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.number}"


class Draft(models.Model):
    """What a guest had typed when the connection was lost. Vault fields and wishes never get into it."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "id"]
        constraints = [models.UniqueConstraint(name="draft_once", fields=["link", "form"])]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.form}"
