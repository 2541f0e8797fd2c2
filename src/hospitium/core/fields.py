"""Model fields of our own: folded keys, dates of day, month or year precision, texts in several languages."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.algorithms.search import fold
from hospitium.core.multilingual import Multilingual

if TYPE_CHECKING:
    TextColumn = models.CharField[Any, Any]
    JsonColumn = models.JSONField[Any, Any]
else:
    TextColumn, JsonColumn = models.CharField, models.JSONField


class PlainOrder(TextColumn):
    """Text that sorts by code point on every database, whatever the server's locale is."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class FoldedField(PlainOrder):
    """The folded form of another field (łódź → lodz), for searching and sorting the same way on both databases."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.update(max_length=300, editable=False, db_index=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for settled in ("max_length", "editable", "db_index", "default"):
            kwargs.pop(settled, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = getattr(model_instance, self.of)
        if isinstance(value, Multilingual):
            value = value.in_language(settings.LANGUAGE_CODE)
        key = fold(str(value or ""))[:300]
        setattr(model_instance, self.attname, key)
        return key


class PartialDateField(PlainOrder):
    """A date as far as it is known: kept as "1993", "2017-03" or "1990-11-12", so that text order is time order."""

    description = "date of day, month or year precision"
    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)
        # That of CharField asks for the length of a text, and a date has none.
        self.validators = []

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except DateError as error:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 1993, 2017-03 or 1990-11-12."), params={"value": value}
            ) from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value in (None, "") else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


class MultilingualField(JsonColumn):
    """A text in several languages in one column, so that a list of them needs no join."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Multilingual)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Multilingual:
        return Multilingual.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Multilingual:
        return value if isinstance(value, Multilingual) else Multilingual.from_json(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.as_json() if isinstance(value, Multilingual) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(
            value.as_json() if isinstance(value, Multilingual) else value, connection, prepared
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.as_json() if isinstance(value, Multilingual) else value, model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_json()
